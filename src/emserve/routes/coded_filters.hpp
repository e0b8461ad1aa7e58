// The coded filters of the patient list as a client sends them to be kept: the query of its address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spico::emserve {

// "statut=actif&thematique=icope,chute&tri=-maj", with or without its '?', which is dropped. Nothing when it
// holds a key, a code or a form that the address does not have: so no name and no date can be in it.
std::optional<std::string> coded_filters(std::string_view query);

}  // namespace spico::emserve
