using System.Text;

namespace PolicingModels.HarmIndex;

/// <summary>Reads comma-separated text as RFC 4180 has it: quoted cells may hold commas, doubled quotes and line ends.</summary>
internal static class CsvText
{
    /// <summary>The rows with the line each begins on, counting from 1. Blank lines are left out.</summary>
    /// <exception cref="FormatException">A quoted cell is not closed, or text follows its closing quote.</exception>
    public static List<(long Line, string[] Cells)> Read(string text)
    {
        List<(long, string[])> rows = [];
        List<string> cells = [];
        StringBuilder cell = new();
        long line = 1, first = 1;
        int i = text.StartsWith('\uFEFF') ? 1 : 0;
        while (i < text.Length)
        {
            first = line;
            cells.Clear();
            bool more = true;
            while (more)
            {
                cell.Clear();
                if (i < text.Length && text[i] == '"')
                {
                    i = Quoted(text, i + 1, cell, ref line);
                    if (i < text.Length && text[i] is not (',' or '\r' or '\n'))
                    {
                        throw new FormatException($"Text follows a closing quote on line {line}; a quote inside a quoted cell is doubled.");
                    }
                }
                else
                {
                    while (i < text.Length && text[i] is not (',' or '\r' or '\n'))
                    {
                        cell.Append(text[i++]);
                    }
                }

                cells.Add(cell.ToString());
                more = i < text.Length && text[i] == ',';
                i += more ? 1 : 0;
            }

            if (i < text.Length && text[i] == '\r')
            {
                i++;
            }

            if (i < text.Length && text[i] == '\n')
            {
                i++;
            }

            line++;
            if (cells.Exists(c => !string.IsNullOrWhiteSpace(c)))
            {
                rows.Add((first, [.. cells]));
            }
        }

        return rows;
    }

    private static int Quoted(string text, int i, StringBuilder cell, ref long line)
    {
        long opened = line;
        while (i < text.Length)
        {
            if (text[i] == '"')
            {
                if (i + 1 >= text.Length || text[i + 1] != '"')
                {
                    return i + 1;
                }

                i++;
            }
            else if (text[i] == '\n')
            {
                line++;
            }

            cell.Append(text[i++]);
        }

        throw new FormatException($"The quoted cell that begins on line {opened} is not closed.");
    }
}
