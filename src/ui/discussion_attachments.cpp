#include "ui/discussion_attachments.hpp"

#include <algorithm>
#include <cmath>

#include "core/discussions/attachment_text.hpp"
#include "core/text/fill.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kRow = 44, kGap = 8, kSheet = 32;           // before Ui::scaled
constexpr float kPictureWidth = 280, kPictureHeight = 220;  // at most
constexpr float kPageWidth = 156, kPageHeight = 220;        // first page of a PDF, A4
constexpr float kUnknownWidth = 200, kUnknownHeight = 150;  // a picture whose size nobody told

const TextStyle kName{measure::kBody, Weight::kRegular, 0};
const TextStyle kDetail{measure::kSmall, Weight::kRegular, 0};

// A sheet with a folded corner, in the middle of its box.
void draw_sheet(const Ui& ui, const Rect& box, Colour colour) {
  const float height = std::min(box.height, ui.scaled(26)), width = height * 0.76F, fold = height * 0.3F;
  const ImVec2 corner{std::round(box.x + (box.width - width) / 2),
                      std::round(box.y + (box.height - height) / 2)};
  const auto at = [&](float x, float y) { return ImVec2{corner.x + x, corner.y + y}; };
  ImDrawList* const canvas = ui.canvas();
  for (const ImVec2& point : {at(width - fold, 0), at(0, 0), at(0, height), at(width, height),
                              at(width, fold), at(width - fold, 0), at(width - fold, fold), at(width, fold)})
    canvas->PathLineTo(point);
  canvas->PathStroke(colour, 0, ui.scaled(1.5F));
}

// An arrow onto a line.
void draw_save(const Ui& ui, const Rect& box, Colour colour) {
  const float side = ui.scaled(20);
  const ImVec2 corner{box.x + (box.width - side) / 2, box.y + (box.height - side) / 2};
  const auto path = [&](std::initializer_list<ImVec2> points) {
    for (const ImVec2& p : points)
      ui.canvas()->PathLineTo({corner.x + p.x * side / 24, corner.y + p.y * side / 24});
    ui.canvas()->PathStroke(colour, 0, ui.scaled(1.7F));
  };
  path({{12, 3}, {12, 15}});
  path({{7, 10}, {12, 15}, {17, 10}});
  path({{4, 16}, {4, 20}, {20, 20}, {20, 16}});
}

struct RowText {
  std::string_view name;
  std::string detail;
  Colour colour = 0;  ///< of the detail
};

// Name and what is said of it, one above the other; the detail on as many lines as it needs.
float detail_height(const Ui& ui, std::string_view detail, float width) {
  return ui.measure_text(detail, kDetail, width).y;
}
float row_height(const Ui& ui, std::string_view detail, float width) {
  return std::max(ui.scaled(kRow), ui.measure_text("X", kName).y + detail_height(ui, detail, width) + 4);
}
void row_text(Ui& ui, const RowText& row, const Rect& box) {
  const float line = ui.measure_text("X", kName).y, detail = detail_height(ui, row.detail, box.width);
  const float top = box.y + std::round(std::max(0.0F, box.height - line - detail) / 2);
  label_in(ui, "name", {box.x, top, box.width, line}, row.name, {kName.size, Weight::kBold, ui.theme().text});
  Node node;
  node.id = ui.id("detail");
  node.role = Role::kText;
  node.look = Look::kMuted;
  node.name = row.detail;
  node.rect = {box.x, top + line, box.width, detail};
  ui.draw_text({box.x, top + line}, row.detail, {kDetail.size, kDetail.weight, row.colour}, box.width);
  ui.record(std::move(node));
}

// --- on their way

struct FileView {
  std::string detail;  ///< «1,2 Mo · Envoi 40 %»
  float part = -1;     ///< of what is being sent; below 0: no bar
  bool refused = false;
};

FileView view_of(const Ui& ui, const OutgoingFile& file) {
  const Discussions& discussions = ui.model().discussions;
  const FileProgress* const progress = discussions.outbox.progress(file.client_id);
  FileView view;
  view.detail = size_text(ui.language(), file.size) + " · ";
  if (!file.refusal.empty()) {
    view.refused = true;
    view.detail +=
        fill(ui.text(Text::kDiscussionsFileRefused), {{"reason", refusal_text(ui.language(), file.refusal)}});
  } else if (progress != nullptr && progress->accepted) {
    view.detail += ui.text(Text::kDiscussionsFileReady);
  } else if (progress != nullptr && progress->begun && progress->failures == 0) {
    view.part =
        static_cast<float>(progress->received) / static_cast<float>(std::max<std::int64_t>(1, file.size));
    view.detail += fill(ui.text(Text::kDiscussionsFileSending),
                        {{"percent", std::to_string(static_cast<int>(view.part * 100))}});
  } else {
    view.detail += ui.text(Text::kDiscussionsWaiting);
  }
  return view;
}

float file_text_width(const Ui& ui, float width) { return width - ui.scaled(kSheet + kGap); }

float file_height(const Ui& ui, const OutgoingFile& file, float width) {
  return row_height(ui, view_of(ui, file).detail, file_text_width(ui, width)) + ui.scaled(kGap + 4);
}

void file_row(Ui& ui, const OutgoingFile& file, const Rect& box) {
  const FileView view = view_of(ui, file);
  const Colour colour = view.refused ? ui.theme().danger : ui.theme().muted;
  draw_sheet(ui, {box.x, box.y, ui.scaled(kSheet), box.height},
             view.refused ? ui.theme().danger : ui.theme().accent);
  const Rect text{box.x + ui.scaled(kSheet + kGap), box.y, file_text_width(ui, box.width),
                  box.height - ui.scaled(kGap)};
  row_text(ui, {file.name, view.detail, colour}, text);
  if (view.part >= 0)
    progress_bar(ui, file.name, view.part, {text.x, bottom(box) - ui.scaled(kGap), text.width, ui.scaled(4)});
}

// --- received ones

// In the bubble; nothing: it has no picture.
ImVec2 picture_size(const Ui& ui, const Attachment& attachment, float width) {
  if (!attachment.preview) return {0, 0};
  ImVec2 size{ui.scaled(kUnknownWidth), ui.scaled(kUnknownHeight)};
  if (attachment.type == AttachmentType::kPdf) size = {ui.scaled(kPageWidth), ui.scaled(kPageHeight)};
  if (attachment.width > 0 && attachment.height > 0) {
    const auto wide = static_cast<float>(attachment.width), high = static_cast<float>(attachment.height);
    const float scale = std::min({1.0F, ui.scaled(kPictureWidth) / wide, ui.scaled(kPictureHeight) / high});
    // A line of pixels can still be seen and pressed.
    size = {std::max(wide * scale, ui.scaled(24)), std::max(high * scale, ui.scaled(24))};
  }
  const float fits = std::min(1.0F, width / size.x);
  return {std::floor(size.x * fits), std::floor(size.y * fits)};
}

bool may_save(const Ui& ui) {
  // What is saved on a shared machine is there for whoever comes next.
  return !ui.model().settings.kiosk;
}

float buttons_width(const Ui& ui, const Attachment& attachment) {
  const int count = (attachment.preview && !ui.html_face() ? 0 : 1) + (may_save(ui) ? 1 : 0);
  return static_cast<float>(count) * ui.scaled(kRow);
}

float attachment_text_width(const Ui& ui, const Attachment& attachment, float width) {
  return width - ui.scaled(kSheet + kGap) - buttons_width(ui, attachment);
}

float attachment_height(const Ui& ui, const Attachment& attachment, float width) {
  const float picture = picture_size(ui, attachment, width).y;
  return (picture > 0 ? picture + ui.scaled(4) : 0) +
         row_height(ui, kind_text(ui.language(), attachment), attachment_text_width(ui, attachment, width)) +
         ui.scaled(kGap);
}

void picture(Ui& ui, const Attachment& attachment, const Rect& box) {
  // Until it arrives, and where something stands above it.
  ui.fill(box, ui.theme().raised, measure::kRadius);
  draw_sheet(ui, box, ui.theme().muted);
  Node node;
  node.id = ui.id("picture");
  node.role = Role::kImage;
  node.look = Look::kPhoto;
  node.name = fill(ui.text(Text::kDiscussionsPicture), {{"name", attachment.name}});
  node.href = "/api/spico/attachments/" + std::to_string(attachment.id.value) + "/preview";
  node.rect = box;
  if (ui.is_under_layer(box)) node.state = mirror::kOccluded;
  ui.record(std::move(node));
}

// The tab is opened by the press itself, or the browser would keep it shut; its address comes later.
void open_button(Ui& ui, const Attachment& attachment, std::string_view label, const Rect& box,
                 bool is_picture) {
  const ButtonSpec spec{.key = "open",
                        .label = label,
                        .look = Look::kQuiet,
                        .pictogram = is_picture ? Pictogram::kNone : Pictogram::kExternal,
                        .only_pictogram = true,
                        .state = mirror::kNewTab,
                        .description = ui.text(Text::kPortalExternal)};
  if (button(ui, spec, box)) ui.emit<OutboxEvent>(AttachmentPressed{attachment.id, AttachmentUse::kView});
}

void one_attachment(Ui& ui, const Attachment& attachment, const Rect& box) {
  Node group;
  group.id = ui.id("attachment", attachment.id.value);
  group.role = Role::kGroup;
  group.name = attachment.name;
  group.rect = box;
  const Scope scope(ui, std::move(group));
  const ImVec2 size = picture_size(ui, attachment, box.width);
  const Rect shown{box.x, box.y, size.x, size.y};
  const bool on_picture = size.y > 0 && !ui.html_face();
  if (size.y > 0) picture(ui, attachment, shown);
  const float top = size.y > 0 ? bottom(shown) + ui.scaled(4) : box.y;
  const Rect row{box.x, top, box.width, bottom(box) - top - ui.scaled(kGap)};
  draw_sheet(ui, {row.x, row.y, ui.scaled(kSheet), row.height}, ui.theme().accent);
  row_text(ui, {attachment.name, kind_text(ui.language(), attachment), ui.theme().muted},
           {row.x + ui.scaled(kSheet + kGap), row.y, attachment_text_width(ui, attachment, row.width),
            row.height});
  const float side = ui.scaled(kRow);
  Rect place{right(row) - buttons_width(ui, attachment), row.y + std::round((row.height - side) / 2), side,
             side};
  const std::string open = fill(ui.text(Text::kDiscussionsFileOpen), {{"name", attachment.name}});
  open_button(ui, attachment, open, on_picture ? shown : place, on_picture);
  if (!on_picture) place.x += side;
  if (!may_save(ui)) return;
  const std::string save = fill(ui.text(Text::kDiscussionsFileSave), {{"name", attachment.name}});
  if (button(ui, {.key = "save", .label = save, .look = Look::kQuiet, .only_pictogram = true}, place))
    ui.emit<OutboxEvent>(AttachmentPressed{attachment.id, AttachmentUse::kSave});
  draw_save(ui, place, ui.theme().accent);
}

}  // namespace

float attach_field_width(const Ui& ui) {
  return button_width(ui,
                      {.key = {}, .label = ui.text(Text::kDiscussionsAttach), .pictogram = Pictogram::kPlus});
}

void attach_field(Ui& ui, const Rect& box) {
  Node around;
  around.id = ui.id("attach");
  around.look = Look::kAnchor;
  const Scope scope(ui, std::move(around));
  const NodeId id = ui.id("files");
  const Interaction state = ui.interact(id, box);
  if (state.hovered)
    ui.fill(box, with_opacity(ui.theme().accent, state.held ? 0.18F : 0.10F), measure::kRadius);
  ui.outline(box, ui.theme().border, measure::kRadius);
  const std::string_view words = ui.text(Text::kDiscussionsAttach);
  const float icon = ui.scaled(20);
  draw_pictogram(ui, Pictogram::kPlus, {box.x + ui.scaled(12), box.y + (box.height - icon) / 2, icon, icon},
                 ui.theme().accent);
  if (state.ring) ui.focus_ring(box, measure::kRadius);
  if (box.width > ui.scaled(measure::kControl)) {
    const Rect text{box.x + ui.scaled(20) + icon, box.y, box.width - ui.scaled(32) - icon, box.height};
    ui.draw_text_in(text, words, {measure::kBody, Weight::kRegular, ui.theme().accent});
    Node label;
    label.id = ui.id("label");
    label.role = Role::kLabel;
    label.name = words;
    label.refers_to = id;
    label.rect = text;
    ui.record(std::move(label));
  }
  Node field;
  field.id = id;
  field.role = Role::kTextField;
  field.field = mirror::FieldKind::kFile;
  field.name = words;
  field.state = mirror::kFocusable;
  field.rect = box;
  ui.record(std::move(field));
  ui.answers_focus("attach", id);
  if (const std::string* const told = ui.value_changed(id); told != nullptr && !told->empty())
    ui.emit<OutboxEvent>(FilesChosen{*told});
}

void draft_files(Ui& ui, const std::vector<OutgoingFile>& files) {
  if (files.empty()) return;
  Node list;
  list.id = ui.id("draft_files");
  list.role = Role::kList;
  list.look = Look::kStack;
  list.name = ui.text(Text::kDiscussionsFiles);
  const Scope scope(ui, std::move(list));
  const float side = ui.scaled(kRow);
  bool is_first = true;
  for (const OutgoingFile& file : files) {
    const float width = ui.flow_width() - side - ui.scaled(kGap);
    const Rect box = ui.take(file_height(ui, file, width - ui.scaled(kGap)) + ui.scaled(4));
    ui.fill(box, ui.theme().surface, measure::kRadius);
    ui.outline(box, file.refusal.empty() ? edge_colour(ui.theme(), 0.6F) : ui.theme().danger,
               measure::kRadius);
    Node item;
    item.id = ui.id(file.client_id);
    item.role = Role::kListItem;
    item.look = Look::kRowOfItems;
    item.rect = box;
    const Scope inside(ui, std::move(item));
    file_row(
        ui, file,
        {box.x + ui.scaled(kGap), box.y + ui.scaled(2), width - ui.scaled(kGap), box.height - ui.scaled(4)});
    const std::string remove = fill(ui.text(Text::kDiscussionsFileRemove), {{"name", file.name}});
    const bool is_wanted = !file.refusal.empty() && std::exchange(is_first, false);
    if (button(ui,
               {.key = "remove",
                .label = remove,
                .look = Look::kQuiet,
                .pictogram = Pictogram::kCross,
                .only_pictogram = true,
                .focus_key = is_wanted ? "files" : ""},
               {right(box) - side, box.y + std::round((box.height - side) / 2), side, side}))
      ui.emit<OutboxEvent>(FileRemoved{file.client_id});
    ui.gap(4);
  }
}

float files_height(const Ui& ui, const std::vector<OutgoingFile>& files, float width) {
  float height = 0;
  for (const OutgoingFile& file : files) height += file_height(ui, file, width);
  return height;
}

float files_width(const Ui& ui, const std::vector<OutgoingFile>& files) {
  float width = 0;
  for (const OutgoingFile& file : files)
    width = std::max({width, ui.measure_text(file.name, {kName.size, Weight::kBold, 0}).x, ui.scaled(200)});
  return width > 0 ? width + ui.scaled(kSheet + kGap) + 2 : 0;
}

void outgoing_files(Ui& ui, const std::vector<OutgoingFile>& files, const Rect& box) {
  float y = box.y;
  for (const OutgoingFile& file : files) {
    Node group;
    group.id = ui.id(file.client_id);
    group.role = Role::kGroup;
    group.name = file.name;
    group.rect = {box.x, y, box.width, file_height(ui, file, box.width)};
    const Rect row = group.rect;
    const Scope scope(ui, std::move(group));
    file_row(ui, file, row);
    y += row.height;
  }
}

float attachments_height(const Ui& ui, const std::vector<Attachment>& attachments, float width) {
  float height = 0;
  for (const Attachment& attachment : attachments) height += attachment_height(ui, attachment, width);
  return height;
}

float attachments_width(const Ui& ui, const std::vector<Attachment>& attachments) {
  float width = 0;
  for (const Attachment& attachment : attachments) {
    const float name = ui.measure_text(attachment.name, {kName.size, Weight::kBold, 0}).x;
    width = std::max({width, picture_size(ui, attachment, ui.scaled(kPictureWidth)).x,
                      name + 2 + ui.scaled(kSheet + kGap) + buttons_width(ui, attachment)});
  }
  return width;
}

void message_attachments(Ui& ui, const std::vector<Attachment>& attachments, const Rect& box) {
  float y = box.y;
  for (const Attachment& attachment : attachments) {
    const float height = attachment_height(ui, attachment, box.width);
    one_attachment(ui, attachment, {box.x, y, box.width, height});
    y += height;
  }
}

}  // namespace spico::ui
