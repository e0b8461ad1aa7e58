// One message of a discussion: how high it is, and how it looks. For thread_messages and the gallery.
#pragma once

#include <optional>
#include <string>

#include "core/discussions/discussion.hpp"
#include "core/discussions/outbox.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// What a message looks like at a width, before it is drawn. Heights in pixels.
struct MessageShape {
  std::string day;      ///< «Lundi 23 novembre» above it; empty: the same day as the one before
  bool is_new = false;  ///< «Nouveaux messages» stands above it
  std::string head;     ///< who wrote it; empty: as the one before, or one of the reader's own
  std::string text;     ///< what was written, or what happened
  std::string meta;     ///< when, and what became of it
  bool mine = false, happening = false;
  float above = 0;        ///< of day and «Nouveaux messages»
  float inner_width = 0;  ///< of the bubble, without its edges
  float head_height = 0, urgent_height = 0, quote_height = 0, text_height = 0, files_height = 0,
        meta_height = 0;
  float height = 0;  ///< of all, with the gap below
};

/// Of a member, also of one who has left.
[[nodiscard]] std::string member_name(const Ui& ui, ProfessionalId id);
/// «Inès TEST, Infirmier»
[[nodiscard]] std::string member_words(const Ui& ui, ProfessionalId id);
/// «Inès TEST a créé la discussion.»: of a message that nobody wrote.
[[nodiscard]] std::string happening_text(const Ui& ui, const Message& message);
/// What a quotation shows of the message it is of.
[[nodiscard]] std::string quote_text(const Ui& ui, const MessageQuote& quote);
/// «En attente d'envoi», «Envoi en cours», «Refusé · Le texte est trop long.»
[[nodiscard]] std::string outgoing_state_text(const Ui& ui, const OutgoingMessage& message);

/// `before` is the message above it, if there is one that is known.
[[nodiscard]] MessageShape shape_of(const Ui& ui, const Message& message, const Message* before, float width);
/// One that waits, is being sent or was refused.
[[nodiscard]] MessageShape shape_of(const Ui& ui, const OutgoingMessage& message, float width);

/// As a list item in `box`, whose height is the shape's. The item's node is returned while it is open: the
/// caller ends it with ui.end_node() after recording what belongs to it.
void begin_message(Ui& ui, const Message& message, const MessageShape& shape, const Rect& box);
void begin_message(Ui& ui, const OutgoingMessage& message, const MessageShape& shape, const Rect& box);
/// Where the bubble lies, for what stands beside it.
[[nodiscard]] Rect bubble_of(const Ui& ui, const MessageShape& shape, const Rect& box);
/// Side of the button there, and how far from the bubble it stands; room for it is always left.
[[nodiscard]] float actions_side(const Ui& ui);
inline constexpr float kBesideBubble = 4;  // before Ui::scaled

}  // namespace spico::ui
