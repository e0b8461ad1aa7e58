// Every block of memory is wiped when it is given back, so that after a sign-out no name is left in the heap
// (security.md, row 33). The optimiser removes a memset before free; explicit_bzero stays. Replaces the C
// library's allocator for the whole module.
#include <malloc.h>
#include <string.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <limits>

extern "C" {

void* emscripten_builtin_malloc(size_t size);
void emscripten_builtin_free(void* block);
void* emscripten_builtin_memalign(size_t alignment, size_t size);

void* malloc(size_t size) { return emscripten_builtin_malloc(size); }

void free(void* block) {
  if (block == nullptr) return;
  explicit_bzero(block, malloc_usable_size(block));
  emscripten_builtin_free(block);
}

void* calloc(size_t count, size_t size) {
  if (size != 0 && count > std::numeric_limits<size_t>::max() / size) return nullptr;
  void* const block = emscripten_builtin_malloc(count * size);
  if (block != nullptr) memset(block, 0, count * size);
  return block;
}

// Never in place: a block that shrinks would leave its tail behind, one that moves its whole content.
void* realloc(void* block, size_t size) {
  if (block == nullptr) return malloc(size);
  const size_t held = malloc_usable_size(block);
  if (size <= held && size >= held / 2) return block;
  void* const fresh = emscripten_builtin_malloc(size);
  if (fresh == nullptr) return nullptr;
  memcpy(fresh, block, std::min(held, size));
  free(block);
  return fresh;
}

void* memalign(size_t alignment, size_t size) { return emscripten_builtin_memalign(alignment, size); }
void* aligned_alloc(size_t alignment, size_t size) { return emscripten_builtin_memalign(alignment, size); }

int posix_memalign(void** block, size_t alignment, size_t size) {
  *block = emscripten_builtin_memalign(alignment, size);
  return *block == nullptr ? ENOMEM : 0;
}

}  // extern "C"
