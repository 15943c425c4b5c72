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
release-refused-replayed = Release refused: version { $what } is published already. Give yours a higher number.
release-refused-lower-version = Release refused: { $what } is older than the one in place. To go back, use “parvis tile rollback”.
release-refused-not-next = Release refused: it says to follow { $what }, which is not the last one published. Look at what someone else published.
release-refused-unknown-backend = Release refused: the portal does not know the back-end “{ $what }”. Ask its operator to add it.
release-refused-uncertified-backend = Release refused: no certification of the back-end “{ $what }” holds today. Ask the portal’s operator to update it.
release-refused-unchecked-files = Release refused: “{ $what }” takes files, and this portal has no antivirus scanner to check them.
release-refused-backend-abroad = Release refused: the back-end “{ $what }” keeps confidential data outside Canada.

## What a release of a service may do more (`way` = more) or less than the one before.

release-change-tile =
    { $way ->
        [more] A new service is offered: { $what }
       *[other] A service is no longer offered: { $what }
    }
release-change-claim =
    { $way ->
        [more] Learns this about the person: { $what }
       *[other] No longer learns this about the person: { $what }
    }
release-change-host =
    { $way ->
        [more] May ask this of the portal: { $what }
       *[other] May no longer ask this of the portal: { $what }
    }
release-change-call =
    { $way ->
        [more] May make this call to a back-end: { $what }
       *[other] May no longer make this call to a back-end: { $what }
    }
release-change-call-claim =
    { $way ->
        [more] Passes this on with a call: { $what }
       *[other] No longer passes this on with a call: { $what }
    }
release-change-files =
    { $way ->
        [more] Takes these files: { $what }
       *[other] No longer takes these files: { $what }
    }
release-change-file-limit =
    { $way ->
        [more] Takes more files, in MiB altogether: { $what }
       *[other] Takes fewer files, in MiB altogether: { $what }
    }
release-change-level =
    { $way ->
        [more] Asks for a less certain sign-in, by level: { $what }
       *[other] Asks for a more certain sign-in, by level: { $what }
    }
release-change-age =
    { $way ->
        [more] Opens to younger people, in years: { $what }
       *[other] Opens to older people only, in years: { $what }
    }
release-change-discreet =
    { $way ->
        [more] Is no longer shown discreetly: { $what }
       *[other] Is shown discreetly: { $what }
    }
release-change-link =
    { $way ->
        [more] Leads out of the portal: { $what }
       *[other] No longer leads out of the portal: { $what }
    }
release-change-kind =
    { $way ->
        [more] Becomes a service of another kind: { $what }
       *[other] Stays a service of the same kind: { $what }
    }
release-change-kept =
    { $way ->
        [more] Is kept longer in the portal, in hours: { $what }
       *[other] Is kept for less time in the portal, in hours: { $what }
    }
release-change-privacy =
    { $way ->
        [more] Says something else of retention and purpose: { $what }
       *[other] Says the same of retention and purpose: { $what }
    }
