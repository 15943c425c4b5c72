## Why a packed release of a service is refused. `what` is what it is about, never a content.

release-refused-too-large = Release refused: “{ $what }” is larger than allowed. A tile has at most 20 MiB. Nothing was kept.
release-refused-too-many = Release refused: it has more files than allowed ({ $what }). A tile has at most 2,000. Nothing was kept.
release-refused-compressed = Release refused: the file is compressed ({ $what } bytes). Send the one that “parvis tile pack” writes.
release-refused-unreadable = Release refused: the file cannot be read, or is cut short ({ $what }). Pack the tile again.
release-refused-traversal = Release refused: the path “{ $what }” leaves the folder of the tile. Nothing was kept.
release-refused-absolute-path = Release refused: the path “{ $what }” starts at the root of a disk. Nothing was kept.
release-refused-path-letters = Release refused: the path “{ $what }” has other characters than plain letters, digits, “-”, “_” and “.”, or a name that begins with a dot. Rename the file.
release-refused-path-clash = Release refused: “{ $what }” has the name of another file or folder, but for its capitals. Rename one of them.
release-refused-link = Release refused: “{ $what }” is a link. A tile has plain files only.
release-refused-device = Release refused: “{ $what }” is a device. A tile has plain files only.
release-refused-not-a-file = Release refused: “{ $what }” is no plain file. Pack the tile with “parvis tile pack”.
release-refused-duplicate = Release refused: “{ $what }” is in it twice. Nothing was kept.
release-refused-unlisted = Release refused: “{ $what }” is not in the list of files that was signed. Nothing was kept.
release-refused-missing = Release refused: “{ $what }” is not in it. Pack the tile again.
release-refused-file-differs = Release refused: “{ $what }” is not the file that was signed. Pack the tile again.
release-refused-manifest-unreadable = Release refused: its manifest cannot be read ({ $what }). Pack the tile again.
release-refused-manifest-not-canonical = Release refused: “{ $what }” is not in its canonical form. Pack the tile with “parvis tile pack”.
release-refused-manifest-differs = Release refused: its manifest does not say what its tile says ({ $what }). Pack the tile again.
release-refused-unknown-key = Release refused: the key { $what } is not one that the portal knows. Ask its operator to add it.
release-refused-withdrawn-key = Release refused: the key { $what } was withdrawn. Sign with the new key of the team.
release-refused-wrong-signature = Release refused: “{ $what }” is not the signature of this manifest. Nothing was kept.
release-refused-other-team = Release refused: “{ $what }” is another team’s. Nothing was kept.
release-refused-not-as-packed = Release refused: the package of “{ $what }” was changed after it was made. Send the one that “parvis tile pack” writes.
