#include "emserve/embedded.hpp"

// SPICO_ASSETS_DIR is given by CMake, which also rebuilds this unit when one of the files changes.
#define SPICO_EMBED(symbol, file)                                                                           \
  __asm__(                                                                                                  \
      ".pushsection .rodata\n"                                                                              \
      ".global " #symbol "_begin\n.global " #symbol "_end\n" #symbol "_begin:\n.incbin \"" SPICO_ASSETS_DIR \
      "/" file "\"\n" #symbol                                                                               \
      "_end:\n.byte 0\n"                                                                                    \
      ".popsection\n");                                                                                     \
  extern "C" const char symbol##_begin[];                                                                   \
  extern "C" const char symbol##_end[];

SPICO_EMBED(spico_terms_of_pass, "cgu/pass.json")
SPICO_EMBED(spico_terms_of_spico, "cgu/spico.json")
SPICO_EMBED(spico_portal, "portal.json")
SPICO_EMBED(spico_demo_people, "demo/people.json")
SPICO_EMBED(spico_demo_places, "demo/places.json")
SPICO_EMBED(spico_demo_circle, "demo/circle.json")
SPICO_EMBED(spico_demo_discussions, "demo/discussions.json")
SPICO_EMBED(spico_demo_prescription, "demo/files/ordonnance-TEST.pdf")
SPICO_EMBED(spico_demo_weight, "demo/files/poids-TEST.png")

namespace spico::emserve {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view embedded_terms_of_pass() {
  return between(spico_terms_of_pass_begin, spico_terms_of_pass_end);
}
std::string_view embedded_terms_of_spico() {
  return between(spico_terms_of_spico_begin, spico_terms_of_spico_end);
}
std::string_view embedded_portal() { return between(spico_portal_begin, spico_portal_end); }
std::string_view embedded_demo_people() { return between(spico_demo_people_begin, spico_demo_people_end); }
std::string_view embedded_demo_places() { return between(spico_demo_places_begin, spico_demo_places_end); }
std::string_view embedded_demo_circle() { return between(spico_demo_circle_begin, spico_demo_circle_end); }
std::string_view embedded_demo_discussions() {
  return between(spico_demo_discussions_begin, spico_demo_discussions_end);
}
std::string_view embedded_demo_file(std::string_view name) {
  if (name == "ordonnance-TEST.pdf")
    return between(spico_demo_prescription_begin, spico_demo_prescription_end);
  if (name == "poids-TEST.png") return between(spico_demo_weight_begin, spico_demo_weight_end);
  return {};
}

}  // namespace spico::emserve
