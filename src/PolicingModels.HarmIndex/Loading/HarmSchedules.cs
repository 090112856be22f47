namespace PolicingModels.HarmIndex;

/// <summary>Opens a schedule by its name or its file.</summary>
public static class HarmSchedules
{
    /// <summary>The names of the built-in schedules.</summary>
    public static IReadOnlyList<string> Names { get; } = ["cchi", "ons"];

    /// <summary>Opens a built-in schedule, an official workbook, or a force's own table.</summary>
    /// <param name="nameOrPath">
    /// <c>cchi</c> (principal offences of the Cambridge index of 2020, a partial table) or <c>ons</c> (Crime Severity Score of December 2020);
    /// else a file: JSON or CSV to the schema of <see cref="HarmScheduleFile"/>, or the official workbook of either index as .xlsx, .xlsm or .csv,
    /// told apart by its headings.
    /// </param>
    /// <param name="edition">The edition of a workbook or a CSV file; not needed otherwise, as the others say it themselves.</param>
    /// <returns>The schedule, with what was odd about its file.</returns>
    /// <exception cref="ArgumentException">There is neither such a name nor such a file, or the file needs an edition and none is named.</exception>
    /// <exception cref="InputRefusedException">The file cannot be used.</exception>
    public static LoadedHarmSchedule Open(string nameOrPath, string? edition = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        HarmSchedule? builtIn = nameOrPath.ToUpperInvariant() switch
        {
            "CCHI" => CambridgeCrimeHarmIndex.Principal,
            "ONS" => OnsCrimeSeverityScore.December2020,
            _ => null,
        };
        if (builtIn is not null)
        {
            return Whole(builtIn.Info.Label, builtIn);
        }

        string extension = Path.GetExtension(nameOrPath).ToUpperInvariant();
        if (extension.Length == 0 && !File.Exists(nameOrPath))
        {
            throw new ArgumentException($"There is no index “{nameOrPath}”; there are {string.Join(" and ", Names)}, or give a file (.json, .csv, .xlsx).", nameof(nameOrPath));
        }

        if (extension == ".JSON")
        {
            return Whole(nameOrPath, HarmScheduleFile.ReadJson(nameOrPath));
        }

        if (File.Exists(nameOrPath) && string.IsNullOrWhiteSpace(edition))
        {
            throw new ArgumentException($"{nameOrPath} does not say which edition it is; name it, as two editions of an index are two tables.", nameof(edition));
        }

        if (extension == ".CSV" && File.Exists(nameOrPath) && IsOwnTable(nameOrPath))
        {
            string name = Path.GetFileNameWithoutExtension(nameOrPath);
            return Whole(nameOrPath, HarmScheduleFile.ReadCsv(nameOrPath, new HarmScheduleInfo(name, edition!, HarmBasis.LocalPriority, null, null, "Its user's own table.", new Provenance(ProvenanceKind.Illustrative, $"the user's file {Path.GetFileName(nameOrPath)}, which says nothing of its own source"))));
        }

        HarmWorkbookOptions cambridge = HarmWorkbookOptions.Cambridge(edition ?? "?"), ons = HarmWorkbookOptions.OnsSeverity(edition ?? "?");
        HarmWorkbookOptions kind = File.Exists(nameOrPath) && HarmWorkbook.Fits(nameOrPath, ons) && !HarmWorkbook.Fits(nameOrPath, cambridge) ? ons : cambridge;
        return HarmWorkbook.Load(nameOrPath, kind);
    }

    private static LoadedHarmSchedule Whole(string source, HarmSchedule schedule) =>
        new(schedule, new DataQualityReport(source, schedule.Rows.Count, []), [], []);

    private static bool IsOwnTable(string path)
    {
        using StreamReader reader = new(path);
        string[] headings = [.. (reader.ReadLine() ?? "").Split(',').Select(h => h.Trim(' ', '"', '\uFEFF').ToUpperInvariant())];
        return headings.Contains("CODES") && headings.Contains("SCORE_DAYS");
    }
}
