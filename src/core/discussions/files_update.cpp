#include "core/discussions/files_update.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/discussions/attachment_text.hpp"
#include "core/discussions/discussions_update.hpp"
#include "core/discussions/outbox_update.hpp"
#include "core/discussions/sealing_update.hpp"
#include "core/live/live.hpp"
#include "core/navigation.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"
#include "crypto/seal.hpp"

namespace spico {
namespace {

constexpr std::int64_t kSecondMs = 1000;
constexpr std::size_t kMostListed = 10;  // in one draft, those included that are refused

struct Chosen {
  std::string_view handle, media_type, name;
  std::int64_t size = 0;
};

// The page tells one file a line: handle, size, type, name.
std::vector<Chosen> chosen_files(std::string_view told) {
  std::vector<Chosen> files;
  while (!told.empty()) {
    std::string_view line = told.substr(0, told.find('\n'));
    told.remove_prefix(std::min(told.size(), line.size() + 1));
    const auto next = [&] {
      const std::string_view part = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(line.size(), part.size() + 1));
      return part;
    };
    Chosen file;
    file.handle = next();
    const std::string_view size = next();
    std::from_chars(size.data(), size.data() + size.size(), file.size);
    file.media_type = next();
    file.name = line;
    if (!file.handle.empty()) files.push_back(file);
  }
  return files;
}

std::string_view problem_of(const Chosen& file) {
  if (!may_be_attached(file.media_type, file.name)) return "file_type";
  if (file.size <= 0) return "file_empty";
  if (file.size > kLargestAttachment) return "file_too_large";
  return {};
}

std::size_t usable(const std::vector<OutgoingFile>& files) {
  return static_cast<std::size_t>(std::count_if(
      files.begin(), files.end(), [](const OutgoingFile& file) { return file.refusal.empty(); }));
}

// The first one of all files, those of messages before those of drafts, for which this holds.
template <typename Fits>
OutgoingFile* first_file(Unsent& unsent, Fits&& fits) {
  for (OutgoingMessage& message : unsent.messages) {
    for (OutgoingFile& file : message.files) {
      if (fits(file)) return &file;
    }
  }
  for (Draft& draft : unsent.drafts) {
    for (OutgoingFile& file : draft.files) {
      if (fits(file)) return &file;
    }
  }
  return nullptr;
}

struct Files {
  Model& model;
  const Env& env;
  Effects& effects;

  [[nodiscard]] Discussions& discussions() const { return model.discussions; }
  [[nodiscard]] Outbox& outbox() const { return model.discussions.outbox; }
  [[nodiscard]] const Sealing& sealing() const { return model.discussions.sealing; }
  [[nodiscard]] Language language() const { return model.settings.language; }

  Ticket ask(FileWish wish) const {
    const Ticket ticket = env.new_ticket();
    effects.push_back(Request{MoveFile{ticket, std::move(wish)}});
    return ticket;
  }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }

  // It cannot be sent as it is: whoever sent it, or still writes, is told which one and why.
  void refuse(OutgoingFile& file, std::string_view code) const {
    file.refusal = code;
    const std::string reason = file.name + " : " + refusal_text(language(), code);
    for (OutgoingMessage& message : outbox().unsent.messages) {
      const bool has_it = std::any_of(message.files.begin(), message.files.end(),
                                      [&](const OutgoingFile& each) { return &each == &file; });
      if (!has_it) continue;
      message.state = OutgoingState::kRefused;
      message.reason = {Failure::Kind::kRefused, 422, 0, std::string(code)};
      announce(Urgency::kAssertive,
               fill(text(language(), Text::kDiscussionsWasRefused), {{"reason", reason}}));
      return;
    }
    announce(Urgency::kAssertive, reason);
  }
  void wait(FileProgress& progress, const Failure& failure) const {
    progress.retry_at_ms = env.monotonic_ms + std::max(retry_delay_ms(progress.failures, env),
                                                       failure.retry_after_s * kSecondMs);
    progress.is_told_to_wait = failure.retry_after_s > 0;
    ++progress.failures;
  }

  // --- onto the device

  [[nodiscard]] bool may_keep(const OutgoingFile& file) const {
    const FileProgress* const progress = outbox().progress(file.client_id);
    return sealing().is_open() && file.refusal.empty() && !file.kept && progress != nullptr &&
           progress->may_keep && !progress->handle.empty();
  }
  // Half a file is of no use after a reload, and takes room.
  void give_up_keeping(FileProgress& progress) const {
    progress.may_keep = false;
    progress.kept_bytes = 0;
    ask({.act = FileAct::kForget, .name = piece_name(*sealing().key, progress.client_id)});
  }
  void release(FileProgress& progress) const {
    if (!progress.handle.empty()) ask({.act = FileAct::kRelease, .name = std::exchange(progress.handle, {})});
  }
  void keep_next() const {
    FileStep& step = outbox().keeping;
    if (step.ticket != Ticket::kNone) return;
    const OutgoingFile* const file =
        first_file(outbox().unsent, [&](const OutgoingFile& each) { return may_keep(each); });
    if (file == nullptr) return;
    const FileProgress& progress = *outbox().progress(file->client_id);
    read(step, *file, progress, progress.kept_bytes);
  }
  void read(FileStep& step, const OutgoingFile& file, const FileProgress& progress, std::int64_t from) const {
    step = {Ticket::kNone, file.client_id, FileAct::kRead, from,
            std::min(kUploadPieceBytes, file.size - from)};
    step.ticket = ask({.act = FileAct::kRead, .name = progress.handle, .from = from, .size = step.size});
  }
  void kept_lane(FileStep step, OutgoingFile& file, FileProgress& progress,
                 Answer<FileAnswer>& answer) const {
    if (!sealing().key) return;
    if (step.act == FileAct::kRead) {
      if (!is_whole(step, answer)) {
        give_up_keeping(progress);
        return refuse(file, "file_lost");
      }
      const std::string name = piece_name(*sealing().key, file.client_id, step.from / kUploadPieceBytes);
      crypto::SealNonce nonce;
      env.random->fill(nonce);
      step.act = FileAct::kKeep;
      std::string& bytes = answer.value->bytes;
      step.ticket = ask({.act = FileAct::kKeep,
                         .name = name,
                         .bytes = crypto::seal_bytes(*sealing().key, nonce, name, crypto::bytes_of(bytes))});
      crypto::wipe(bytes.data(), bytes.size());
      outbox().keeping = std::move(step);
    } else if (!answer.value) {
      give_up_keeping(progress);
    } else if (progress.kept_bytes = step.from + step.size; progress.kept_bytes == file.size) {
      file.kept = true;
      release(progress);
    }
  }
  [[nodiscard]] static bool is_whole(const FileStep& step, const Answer<FileAnswer>& answer) {
    return answer.value && static_cast<std::int64_t>(answer.value->bytes.size()) == step.size;
  }

  // --- to the server

  // What is about to be sealed is sent from there.
  [[nodiscard]] bool may_upload(const OutgoingFile& file) const {
    const FileProgress* const progress = outbox().progress(file.client_id);
    return file.refusal.empty() && progress != nullptr && !progress->accepted && !may_keep(file) &&
           !sealing().share.is_pending() && !sealing().found.is_pending();
  }
  void upload_next() const {
    FileStep& step = outbox().uploading;
    if (step.ticket != Ticket::kNone || !may_send(model)) return;
    OutgoingFile* const file = first_file(outbox().unsent, [&](const OutgoingFile& each) {
      return may_upload(each) && outbox().progress(each.client_id)->retry_at_ms <= env.monotonic_ms;
    });
    if (file == nullptr) return;
    const FileProgress& progress = *outbox().progress(file->client_id);
    if (!progress.begun) {
      step = {Ticket::kNone, file->client_id, FileAct::kBegin, 0, 0};
      step.ticket = ask({.act = FileAct::kBegin,
                         .name = file->client_id,
                         .title = file->name,
                         .size = file->size,
                         .again = progress.failures > 0});
    } else if (const std::int64_t piece = progress.received / kUploadPieceBytes; file->kept) {
      const std::int64_t from = piece * kUploadPieceBytes;
      step = {Ticket::kNone, file->client_id, FileAct::kReadKept, from,
              std::min(kUploadPieceBytes, file->size - from)};
      step.ticket =
          ask({.act = FileAct::kReadKept, .name = piece_name(*sealing().key, file->client_id, piece)});
    } else {
      read(step, *file, progress, progress.received);
    }
  }
  void upload_lane(FileStep step, OutgoingFile& file, FileProgress& progress,
                   Answer<FileAnswer>& answer) const {
    if (step.act == FileAct::kRead || step.act == FileAct::kReadKept)
      send_piece(std::move(step), file, progress, answer);
    else if (answer.value)
      take(step, file, progress, answer.value->upload);
    else
      fail(file, progress, answer.failure);
  }
  void send_piece(FileStep step, OutgoingFile& file, FileProgress& progress,
                  Answer<FileAnswer>& answer) const {
    if (step.act == FileAct::kReadKept && answer.value && sealing().key) {
      auto plain = crypto::open_bytes(
          *sealing().key, piece_name(*sealing().key, file.client_id, step.from / kUploadPieceBytes),
          answer.value->bytes);
      answer.value->bytes = plain ? std::move(*plain) : std::string{};
    }
    if (!is_whole(step, answer)) {
      // The device itself did not answer: it may, the next time.
      if (step.act == FileAct::kReadKept && !answer.value && answer.failure.kind != Failure::Kind::kRefused)
        return wait(progress, {});
      return refuse(file, "file_lost");
    }
    step.act = FileAct::kSend;
    step.ticket = ask({.act = FileAct::kSend,
                       .name = file.client_id,
                       .from = step.from,
                       .bytes = std::move(answer.value->bytes),
                       .again = progress.failures > 0});
    outbox().uploading = std::move(step);
  }
  void take(const FileStep& step, const OutgoingFile& file, FileProgress& progress,
            const UploadState& state) const {
    // An answer that brings no further would be asked for without end.
    const bool is_further = step.act == FileAct::kBegin || state.received > progress.received;
    const bool is_over = state.received >= file.size;
    progress.begun = state.attachment.has_value() || !is_over;
    progress.received = std::clamp<std::int64_t>(state.received, 0, file.size);
    if (!is_further || !progress.begun) return wait(progress, {});
    progress.accepted = state.attachment.has_value();
    progress.failures = 0;
    progress.retry_at_ms = 0;
  }
  void fail(OutgoingFile& file, FileProgress& progress, const Failure& failure) const {
    wait(progress, failure);
    // A session that is over says nothing about the file.
    if (handle_refusal(model, failure, env, effects)) return;
    constexpr std::string_view kAgain[] = {"unknown_upload", "piece_out_of_order"};
    if (std::find(std::begin(kAgain), std::end(kAgain), failure.code) != std::end(kAgain)) {
      progress.begun = false;
      progress.received = 0;
    } else if (failure.code != "too_many_uploads" && is_for_good(failure)) {
      progress.begun = false;  // the server has forgotten it
      refuse(file, failure.code);
    }
  }

  // --- and away

  void let_go() const {
    for (std::size_t i = outbox().files.size(); i-- > 0;) {
      FileProgress& progress = outbox().files[i];
      if (find_file(outbox().unsent, progress.client_id) != nullptr) continue;
      release(progress);
      if (progress.kept_bytes > 0 && sealing().key)
        ask({.act = FileAct::kForget, .name = piece_name(*sealing().key, progress.client_id)});
      if (progress.begun) ask({.act = FileAct::kTakeBack, .name = progress.client_id});
      outbox().files.erase(outbox().files.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
};

}  // namespace

OutgoingFile* find_file(Unsent& unsent, std::string_view client_id) {
  return first_file(unsent, [&](const OutgoingFile& file) { return file.client_id == client_id; });
}

void choose_files(Model& model, const FilesChosen& event, const Env& env, Effects& effects) {
  const Files files{model, env, effects};
  Outbox& outbox = model.discussions.outbox;
  const bool is_open = open_discussion(model.discussions) != nullptr;
  Draft* const draft = is_open ? &draft_of(model.discussions, model.discussions.thread.id) : nullptr;
  std::string added, refused;
  bool all_listed = true;
  for (const Chosen& chosen : chosen_files(event.told)) {
    OutgoingFile file{env.new_client_id(), file_name_of(chosen.name), chosen.size, false,
                      std::string(problem_of(chosen))};
    if (file.refusal.empty() && draft != nullptr && usable(draft->files) >= kMostAttachments)
      file.refusal = "too_many_files";
    std::string& told = file.refusal.empty() ? added : refused;
    if (!told.empty()) told += file.refusal.empty() ? ", " : " ";
    told += file.name;
    if (!file.refusal.empty()) told += " : " + refusal_text(model.settings.language, file.refusal);
    const bool is_listed = draft != nullptr && draft->files.size() < kMostListed;
    all_listed = all_listed && is_listed;
    if (!is_listed || !file.refusal.empty())
      files.ask({.act = FileAct::kRelease, .name = std::string(chosen.handle)});
    else
      outbox.files.push_back({.client_id = file.client_id, .handle = std::string(chosen.handle)});
    if (is_listed) draft->files.push_back(std::move(file));
  }
  drop_empty_drafts(model.discussions);
  if (draft == nullptr) return;
  if (!added.empty())
    files.announce(Urgency::kPolite,
                   fill(text(model.settings.language, Text::kDiscussionsFilesAdded), {{"names", added}}));
  if (refused.empty()) return;
  if (all_listed)
    files.announce(Urgency::kAssertive, std::move(refused));
  else
    show_problem(model, std::move(refused), env, effects);
}

void remove_file(Model& model, const FileRemoved& event, Effects& effects) {
  for (Draft& draft : model.discussions.outbox.unsent.drafts)
    std::erase_if(draft.files, [&](const OutgoingFile& file) { return file.client_id == event.client_id; });
  drop_empty_drafts(model.discussions);
  effects.push_back(PageEffect{MoveFocus{"attach"}});
}

void move_file(Model& model, FileMoved& event, const Env& env, Effects& effects) {
  const Files files{model, env, effects};
  Outbox& outbox = model.discussions.outbox;
  const Ticket ticket = event.answer.ticket;
  for (FileStep* const lane : {&outbox.keeping, &outbox.uploading}) {
    if (ticket == Ticket::kNone || lane->ticket != ticket) continue;
    const FileStep step = std::exchange(*lane, {});
    OutgoingFile* const file = find_file(outbox.unsent, step.client_id);
    FileProgress* const progress = outbox.progress(step.client_id);
    // Removed while this was on its way.
    if (file == nullptr || progress == nullptr) return;
    if (lane == &outbox.keeping)
      files.kept_lane(step, *file, *progress, event.answer);
    else
      files.upload_lane(step, *file, *progress, event.answer);
    send_waiting(model, env, effects);
    return;
  }
  switch (event.act) {
    case FileAct::kAskView:
    case FileAct::kAskSave: {
      const bool views = event.act == FileAct::kAskView;
      if (event.answer.value) {
        files.ask({.act = views ? FileAct::kView : FileAct::kSave, .name = event.answer.value->path});
        return;
      }
      if (views) files.ask({.act = FileAct::kNoView});
      return show_failure(model, {}, event.answer.failure, env, effects);
    }
    case FileAct::kView:
      if (event.answer.failure.is_some())
        show_problem(model, std::string(text(model.settings.language, Text::kDiscussionsFileBlocked)), env,
                     effects);
      return;
    default:
      return;
  }
}

void open_attachment(Model& model, const AttachmentPressed& event, const Env& env, Effects& effects) {
  const bool views = event.use == AttachmentUse::kView;
  Files{model, env, effects}.ask(
      {.act = views ? FileAct::kAskView : FileAct::kAskSave, .name = std::to_string(event.attachment.value)});
}

void work_on_files(Model& model, const Env& env, Effects& effects) {
  if (model.leaving) return;
  const Files files{model, env, effects};
  files.let_go();
  files.keep_next();
  files.upload_next();
}

void release_files(Model& model, const Env& env, Effects& effects) {
  for (FileProgress& progress : model.discussions.outbox.files) Files{model, env, effects}.release(progress);
}

void retry_refused_files(Outbox& outbox, OutgoingMessage& message) {
  for (OutgoingFile& file : message.files) {
    const FileProgress* const progress = outbox.progress(file.client_id);
    const bool is_readable = file.kept || (progress != nullptr && !progress->handle.empty());
    if (is_readable) file.refusal.clear();
  }
}

void hurry_files(Outbox& outbox) {
  for (FileProgress& progress : outbox.files) {
    if (!progress.is_told_to_wait) progress.retry_at_ms = 0;
  }
}

std::optional<std::int64_t> next_file_ms(const Model& model, const Env& env) {
  const Outbox& outbox = model.discussions.outbox;
  std::optional<std::int64_t> earliest;
  if (outbox.uploading.ticket != Ticket::kNone) return earliest;
  for (const FileProgress& progress : outbox.files) {
    if (progress.accepted || progress.retry_at_ms <= env.monotonic_ms) continue;
    earliest = earliest ? std::min(*earliest, progress.retry_at_ms) : progress.retry_at_ms;
  }
  return earliest;
}

void settle_files(Outbox& outbox, const OutgoingMessage& message) {
  for (const OutgoingFile& file : message.files) {
    if (FileProgress* const progress = outbox.progress(file.client_id)) progress->begun = false;
  }
}

void leave_files(Outbox& outbox, const OutgoingMessage& message) {
  settle_files(outbox, message);
  for (const OutgoingFile& file : message.files) {
    if (FileProgress* const progress = outbox.progress(file.client_id)) progress->kept_bytes = 0;
  }
}

void begin_files_again(Outbox& outbox, const OutgoingMessage& message) {
  for (const OutgoingFile& file : message.files) {
    FileProgress* const progress = outbox.progress(file.client_id);
    if (progress == nullptr) continue;
    progress->begun = progress->accepted = false;
    progress->received = 0;
  }
}

void take_back_files(Outbox& outbox, std::vector<OutgoingFile>& files) {
  for (OutgoingFile& file : files) {
    if (!file.kept && file.refusal.empty()) file.refusal = "file_lost";
    if (outbox.progress(file.client_id) == nullptr)
      outbox.files.push_back({.client_id = file.client_id, .kept_bytes = file.size, .may_keep = false});
  }
}

}  // namespace spico
