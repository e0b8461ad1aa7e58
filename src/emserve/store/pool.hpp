// Lends a store to one piece of work at a time. Stores are opened when first needed and kept.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "emserve/store/store.hpp"

namespace spico::emserve {

class StorePool;

// A store that goes back to its pool. May be kept beyond the request, by a stream for instance.
class StoreLease {
 public:
  StoreLease(StorePool& pool, std::unique_ptr<Store> store) : pool_(&pool), store_(std::move(store)) {}
  StoreLease(StoreLease&&) noexcept = default;
  StoreLease& operator=(StoreLease&&) = delete;
  ~StoreLease();

  Store& operator*() const { return *store_; }
  Store* operator->() const { return store_.get(); }

 private:
  StorePool* pool_;
  std::unique_ptr<Store> store_;
};

class StorePool {
 public:
  // At most `most` stores are lent at once; then lend() throws StoreError::kBusy.
  StorePool(std::filesystem::path file, std::size_t most) : file_(std::move(file)), most_(most) {}

  StoreLease lend();

 private:
  friend class StoreLease;
  void give_back(std::unique_ptr<Store> store);

  std::filesystem::path file_;
  std::size_t most_;
  std::mutex mutex_;
  std::size_t lent_ = 0;
  std::vector<std::unique_ptr<Store>> free_;
};

}  // namespace spico::emserve
