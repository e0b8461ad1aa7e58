// How emserve and its program for small pictures understand each other. For both, and for nobody else.
#pragma once

namespace spico::emserve::thumbnail {

// emserve_thumbnail jpeg|png WIDTH HEIGHT ORIENTATION   a file on standard input, a JPEG on standard output
// emserve_thumbnail run PROGRAM ARGUMENT…               becomes that program, under limits
inline constexpr int kLongestSide = 480;  // pixels of the small picture

enum ExitCode : int { kDrawn = 0, kWrongUsage = 2, kUndecodable = 3 };

}  // namespace spico::emserve::thumbnail
