using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolicingModels.HarmIndex;

/// <summary>A force's own harm table in JSON or CSV, to a fixed schema.</summary>
/// <remarks>
/// The user owns the file, so it is read strictly: one bad row refuses it, and every bad row is listed. Codes are written in any known spelling;
/// a code in no such spelling is written <c>local:TEXT</c>. JSON holds <c>name, edition, basis, effectiveFrom, effectiveTo, licence, provenance
/// {kind, source}, unit, complete</c> and <c>rows</c> of <c>codes, title, scoreDays, group, source, expired</c>; CSV holds the columns
/// <c>codes</c> (separated by <c>|</c>), <c>title</c>, <c>score_days</c> and, if wanted, <c>group</c>, <c>source</c>, <c>expired</c>.
/// </remarks>
public static class HarmScheduleFile
{
    private const string LocalPrefix = "local:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a schedule with its identity from JSON.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputRefusedException">There is no such file, it is not to the schema, or a row is wrong; the bad rows are in its quality report.</exception>
    public static HarmSchedule ReadJson(string path)
    {
        string text = TextOf(path);
        ScheduleJson file;
        try
        {
            file = JsonSerializer.Deserialize<ScheduleJson>(text, Json) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(path, $"{path} is not a harm schedule in JSON: {e.Message}", inner: e);
        }

        HarmScheduleInfo info = new(file.Name, file.Edition, file.Basis, file.EffectiveFrom, file.EffectiveTo, file.Licence, file.Provenance) { Unit = file.Unit, IsComplete = file.Complete };
        return Make(path, info, [.. file.Rows.Select((r, i) => (i + 1L, r.Codes, r.Title, (double?)r.ScoreDays, r.ScoreDays.ToString(CultureInfo.InvariantCulture), r.Group, r.Source, r.Expired))]);
    }

    /// <summary>Writes a schedule with its identity as JSON; reading it gives the same fingerprint.</summary>
    /// <param name="schedule">The schedule. Mind its licence before passing the file on.</param>
    /// <param name="path">The file, replaced where it exists.</param>
    public static void WriteJson(IHarmSchedule schedule, string path)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        HarmScheduleInfo info = schedule.Info;
        ScheduleJson file = new()
        {
            Name = info.Name,
            Edition = info.Edition,
            Basis = info.Basis,
            EffectiveFrom = info.EffectiveFrom,
            EffectiveTo = info.EffectiveTo,
            Licence = info.Licence,
            Provenance = info.Provenance,
            Unit = info.Unit,
            Complete = info.IsComplete,
            Rows = [.. schedule.Rows.Select(r => new RowJson { Codes = [.. r.Codes.Select(Written)], Title = r.Title, ScoreDays = r.ScoreDays, Group = r.Group, Source = r.Source, Expired = r.Expired })],
        };
        File.WriteAllText(path, JsonSerializer.Serialize(file, Json) + "\n");
    }

    /// <summary>Reads the rows of a schedule from CSV.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="info">The identity of the table, which CSV does not hold.</param>
    /// <exception cref="InputRefusedException">There is no such file, a column is missing or unknown, or a row is wrong; the bad rows are in its quality report.</exception>
    public static HarmSchedule ReadCsv(string path, HarmScheduleInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        List<(long Line, string[] Cells)> lines;
        try
        {
            lines = CsvText.Read(TextOf(path));
        }
        catch (FormatException e)
        {
            throw new InputRefusedException(path, $"{path} is not CSV: {e.Message}", inner: e);
        }

        string[] headings = lines.Count == 0 ? [] : Array.ConvertAll(lines[0].Cells, c => c.Trim().ToUpperInvariant());
        string[] known = ["CODES", "TITLE", "SCORE_DAYS", "GROUP", "SOURCE", "EXPIRED"];
        int[] at = Array.ConvertAll(known, k => Array.IndexOf(headings, k));
        if (at.Take(3).Any(c => c < 0) || headings.Except(known).Any() || headings.Distinct().Count() != headings.Length)
        {
            throw new InputRefusedException(path, $"{path} has the columns {string.Join(", ", headings.Select(h => h.ToLowerInvariant()))}; a harm schedule has codes, title and score_days, may have group, source and expired, and has no other.");
        }

        return Make(path, info, [.. lines.Skip(1).Select(l =>
        {
            string Cell(int k) => at[k] >= 0 && at[k] < l.Cells.Length ? l.Cells[at[k]].Trim() : "";
            double? days = double.TryParse(Cell(2), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) ? value : null;
            bool? expired = Cell(5).ToUpperInvariant() switch { "" or "FALSE" => false, "TRUE" => true, _ => null };
            return (l.Line, (IReadOnlyList<string>)Cell(0).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), Cell(1), days, Cell(2), Cell(3), Cell(4), expired);
        })]);
    }

    private static HarmSchedule Make(string path, HarmScheduleInfo info, IReadOnlyList<(long Line, IReadOnlyList<string> Codes, string Title, double? Days, string DaysText, string Group, string Source, bool? Expired)> rows)
    {
        List<HarmRow> read = [];
        List<RefusedRow> refused = [];
        foreach ((long line, IReadOnlyList<string> codes, string title, double? days, string daysText, string group, string source, bool? expired) in rows)
        {
            List<OffenceCode> parsed = [];
            (string Column, string Value, string Problem)? wrong = null;
            foreach (string text in codes)
            {
                if (text.StartsWith(LocalPrefix, StringComparison.OrdinalIgnoreCase) && text.Length > LocalPrefix.Length)
                {
                    parsed.Add(OffenceCode.Local(text[LocalPrefix.Length..]));
                }
                else if (OffenceCode.TryParse(text, out OffenceCode code, out string? problem))
                {
                    parsed.Add(code);
                }
                else
                {
                    wrong ??= ("codes", text, $"{problem} Or write {LocalPrefix} before a code of your own.");
                }
            }

            wrong ??= codes.Count == 0 ? ("codes", "", "The row has no code.") : null;
            wrong ??= days is >= 0 && double.IsFinite(days.Value) ? null : ("score_days", daysText, "The score is not a finite number of days of at least 0.");
            wrong ??= expired is null ? ("expired", "", "Expired is true or false.") : null;
            if (wrong is { } fault)
            {
                refused.Add(new RefusedRow(path, line, fault.Column, fault.Value, fault.Problem));
            }
            else
            {
                read.Add(new HarmRow(read.Count + 1, title, days!.Value, [.. parsed.Distinct()]) { Group = group, Source = source, Expired = expired!.Value });
            }
        }

        return refused.Count == 0 && read.Count > 0
            ? new HarmSchedule(info, read)
            : throw new InputRefusedException(path, rows.Count == 0 ? $"{path} has no rows; a schedule scores at least one offence." : $"{refused.Count} of {rows.Count} rows of {path} are wrong, first in row {refused[0].Line}: {refused[0].Reason}", new DataQualityReport(path, rows.Count, refused));
    }

    private static string TextOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.Exists(path) ? File.ReadAllText(path, Encoding.UTF8) : throw new InputRefusedException(path, $"There is no file {path}.");
    }

    private static string Written(OffenceCode code) => code.Scheme == OffenceCodeScheme.Local ? LocalPrefix + code.Text : code.Text;

    private sealed record ScheduleJson
    {
        public required string Name { get; init; }

        public required string Edition { get; init; }

        public required HarmBasis Basis { get; init; }

        public DateOnly? EffectiveFrom { get; init; }

        public DateOnly? EffectiveTo { get; init; }

        public required string Licence { get; init; }

        public required Provenance Provenance { get; init; }

        public string Unit { get; init; } = "days";

        public bool Complete { get; init; } = true;

        public required IReadOnlyList<RowJson> Rows { get; init; }
    }

    private sealed record RowJson
    {
        public required IReadOnlyList<string> Codes { get; init; }

        public required string Title { get; init; }

        public required double ScoreDays { get; init; }

        public string Group { get; init; } = "";

        public string Source { get; init; } = "";

        public bool Expired { get; init; }
    }
}
