#include "core/gallery/gallery_update.hpp"

#include "core/navigation.hpp"

namespace spico {

void update_gallery(Model& model, GalleryActed event, const Env& env, Effects& effects) {
  Gallery& gallery = model.gallery;
  ++gallery.actions;
  if (event.what == "toast") show_toast(model, Undo::kGallery, Text::kCommonDone, env, effects);
  gallery.last = event.what;
  for (auto& [key, value] : gallery.values) {
    if (key != event.what) continue;
    value = std::move(event.value);
    return;
  }
  gallery.values.emplace_back(std::move(event.what), std::move(event.value));
}

}  // namespace spico
