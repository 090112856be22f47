namespace PolicingModels.Data;

/// <summary>The account of a reading: how many rows came in, which were filtered out or refused and why, and what else is to be told.</summary>
internal sealed class RowAccount(string name, IReadOnlyList<RowFilter> where)
{
    private const int FilteredValuesKept = 50;
    private readonly RefusalLog _refusals = new();
    private readonly HashSet<string> _filteredValues = new(StringComparer.OrdinalIgnoreCase);
    private string[] _headers = [];

    public long Read { get; private set; }

    public long Filtered { get; private set; }

    public long Seen => Read + Filtered;

    public List<DataQualityNote> Notes { get; } = [];

    public void Begin(string source, HeaderNames names)
    {
        _refusals.Begin(source);
        _headers = names.Headers;
        Notes.AddRange(names.Notes.Where(n => !Notes.Contains(n)));
    }

    public void Note(string code, string message)
    {
        DataQualityNote note = new(code, message);
        if (!Notes.Contains(note))
        {
            Notes.Add(note);
        }
    }

    public void RefuseRow(long line, string value, string reason)
    {
        Read++;
        _refusals.Add(line, "", value, reason);
    }

    /// <summary>Counts a row as read, or as filtered out; false for the latter.</summary>
    public bool Admit<TRow>(TRow row, IReadOnlyList<FilterSource> filters)
        where TRow : struct, IRow
    {
        for (int i = 0; i < filters.Count; i++)
        {
            if (!Passes(row.Text(filters[i].Column), filters[i].Values))
            {
                Filtered++;
                return false;
            }
        }

        Read++;
        return true;
    }

    /// <summary>Counts further rows that a line of a wide table holds beside the one it was admitted as.</summary>
    public void AdmitFurther(int rows) => Read += rows;

    public void Refuse<TRow>(TRow row, int column, string reason)
        where TRow : struct, IRow
    {
        bool ignored = false;
        _refusals.Add(row.Line, _headers[column], Texts.Decode(row.Text(column), ref ignored), reason);
    }

    public void Refuse(int source, long line, string header, string value, string reason) => _refusals.Add(source, line, header, value, reason);

    /// <summary>Requires that at least one row was read.</summary>
    public void RequireSome()
    {
        if (Read == 0)
        {
            throw new InputRefusedException(name, Filtered > 0
                ? $"No row of {name} passes the filter {string.Join(" and ", where)}; values found are {string.Join(", ", _filteredValues.Take(12).Select(v => $"“{v}”"))}."
                : $"{name} has a header and no rows; a table needs at least one row.");
        }
    }

    /// <summary>Says how many rows a filter left out.</summary>
    public void NoteFiltered()
    {
        if (Filtered > 0)
        {
            Note("filtered", FormattableString.Invariant($"{Filtered} further rows do not pass the filter {string.Join(" and ", where)}; they are not counted as read."));
        }
    }

    public DataQualityReport Report() => new(name, Read, _refusals.InOrder(), Notes);

    public InputRefusedException AllRefused()
    {
        DataQualityReport report = Report();
        (string reason, long rows) = report.RefusedByReason[0];
        RefusedRow first = report.Refused.First(r => r.Reason == reason);
        string at = first.Column.Length == 0 ? "" : $", column “{first.Column}”, value “{first.Value}”";
        return new InputRefusedException(name, FormattableString.Invariant($"All {report.Read} rows of {name} are refused, {rows} of them because {reason} (first at line {first.Line}{at}); mend the rows, or declare the columns and formats they have."), report);
    }

    private bool Passes(ReadOnlySpan<byte> text, byte[][] values)
    {
        foreach (byte[] value in values)
        {
            if (text.SequenceEqual(value))
            {
                return true;
            }
        }

        bool ignored = false;
        string decoded = Texts.Decode(text, ref ignored);
        foreach (byte[] value in values)
        {
            if (decoded.Equals(System.Text.Encoding.UTF8.GetString(value), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        if (_filteredValues.Count < FilteredValuesKept)
        {
            _filteredValues.Add(decoded);
        }

        return false;
    }
}
