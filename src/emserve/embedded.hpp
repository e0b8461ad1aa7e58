// Files of assets/ that are part of the program, so that emserve is one file to install.
#pragma once

#include <string_view>

namespace spico::emserve {

std::string_view embedded_terms_of_pass();     // assets/cgu/pass.json
std::string_view embedded_terms_of_spico();    // assets/cgu/spico.json
std::string_view embedded_portal();            // assets/portal.json
std::string_view embedded_demo_people();       // assets/demo/people.json
std::string_view embedded_demo_places();       // assets/demo/places.json
std::string_view embedded_demo_circle();       // assets/demo/circle.json
std::string_view embedded_demo_discussions();  // assets/demo/discussions.json
// A file of assets/demo/files by its name; empty: there is none.
std::string_view embedded_demo_file(std::string_view name);

}  // namespace spico::emserve
