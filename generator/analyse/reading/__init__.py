"""From a source to accepted rows: files, encodings, columns, days, amounts; a rejected row has a reason."""
