// For main_bench.cpp: each stage of a frame becomes a mark of the page, which a trace shows between what the browser does.
/* global stage_marks */
mergeInto(LibraryManager.library, {
  $stage_marks: ['update', 'view', 'draw', 'diff', 'commit', 'over'].map((name) => 'bench:stage:' + name),  // Stage of app/app.hpp
  js_mark_stage__deps: ['$stage_marks'],
  js_mark_stage: function (stage) { performance.mark(stage_marks[stage]); },
});
