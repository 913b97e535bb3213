# What a new install script says that the one of the version before does not, as the end of an upgrade script:
#
#   awk -f statements.awk OLD_INSTALL_SCRIPT NEW_INSTALL_SCRIPT
#
# Statements come in the order of the new script. Functions and views get OR REPLACE: the rights that the administrator gave and
# the views that stand on them stay. Left out are tables that the old version has, rows put into them, and DO blocks: an upgrade
# alters a table, and drops things, by hand (see "Versions" in pg_ext/README.md).

FNR == 1 { file++ }
{ text[file] = text[file] $0 "\n" }

END {
    split_statements(text[1])
    for (i = 1; i <= count; i++) {
        known[statement[i]] = 1
        had_table[table_of(statement[i])] = 1
    }
    had_table[""] = 0

    split_statements(text[2])
    for (i = 1; i <= count; i++)
        if (!known[statement[i]] && !had_table[table_of(statement[i])] && statement[i] !~ /^DO /)
            print replacing(statement[i]) ";\n"
}

# Fills statement[1..count], without semicolons, nor comments outside function bodies.
function split_statements(rest,    token, end, at, current) {
    count = 0
    current = ""
    while (match(rest, /'|"|\$[A-Za-z_]*\$|--|\/\*|;/)) {
        token = substr(rest, RSTART, RLENGTH)
        current = current substr(rest, 1, RSTART - 1)
        rest = substr(rest, RSTART + RLENGTH)
        if (token == ";") {
            statement[++count] = trimmed(current)
            current = ""
            continue
        }
        # A quote, a comment or a body goes on until its end, whatever it holds. (A doubled quote is two quotes in a row.)
        end = token == "--" ? "\n" : token == "/*" ? "*/" : token
        at = index(rest, end)
        if (token == "--") current = current "\n"
        else if (token != "/*") current = current token substr(rest, 1, at + length(end) - 1)
        rest = substr(rest, at + length(end))
    }
}

function trimmed(lines) {
    gsub(/[ \t]+\n/, "\n", lines)
    sub(/^[ \t\n]+/, "", lines)
    sub(/[ \t\n]+$/, "", lines)
    return lines
}

# The table that a statement creates or fills; empty for any other statement.
function table_of(words,    name) {
    if (words !~ /^(CREATE TABLE|INSERT INTO) /) return ""
    name = words
    sub(/^(CREATE TABLE( IF NOT EXISTS)?|INSERT INTO) +/, "", name)
    sub(/[ \t\n(].*/, "", name)
    return name
}

function replacing(words) {
    sub(/^CREATE +(FUNCTION|PROCEDURE|AGGREGATE|VIEW) /, "CREATE OR REPLACE &", words)
    sub(/^CREATE OR REPLACE CREATE +/, "CREATE OR REPLACE ", words)
    return words
}
