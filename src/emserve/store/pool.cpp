#include "emserve/store/pool.hpp"

namespace spico::emserve {

StoreLease::~StoreLease() {
  if (store_) pool_->give_back(std::move(store_));
}

StoreLease StorePool::lend() {
  {
    const std::lock_guard lock(mutex_);
    if (lent_ >= most_) throw StoreError(StoreError::Kind::kBusy, "every database connection is in use");
    ++lent_;
    if (!free_.empty()) {
      std::unique_ptr<Store> store = std::move(free_.back());
      free_.pop_back();
      return {*this, std::move(store)};
    }
  }
  try {
    return {*this, open_sqlite_store(file_)};
  } catch (...) {
    const std::lock_guard lock(mutex_);
    --lent_;
    throw;
  }
}

void StorePool::give_back(std::unique_ptr<Store> store) {
  const std::lock_guard lock(mutex_);
  --lent_;
  free_.push_back(std::move(store));
}

}  // namespace spico::emserve
