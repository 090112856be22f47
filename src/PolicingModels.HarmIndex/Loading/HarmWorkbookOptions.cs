namespace PolicingModels.HarmIndex;

/// <summary>What a harm workbook is and how its columns are called.</summary>
/// <remarks>Headings are compared by letters and digits alone, without regard to case: <c>FULL_OFFENCE_TITLE</c> is <c>Full offence title</c>.</remarks>
public sealed record HarmWorkbookOptions
{
    /// <summary>Name, edition, basis and licence of the table. An edition is always named: two editions are two schedules.</summary>
    public required HarmScheduleInfo Info { get; init; }

    /// <summary>The sheet to read; null (the default) for the longest one with a score and a code column. Sheets with “expired” in their name are then read too, marked as such.</summary>
    public string? Sheet { get; init; }

    /// <summary>Headings of the score in days, first found first taken.</summary>
    public IReadOnlyList<string> ScoreHeadings { get; init; } = [];

    /// <summary>Headings of the offence title, first found first taken.</summary>
    public IReadOnlyList<string> TitleHeadings { get; init; } = [];

    /// <summary>Headings of the ATHENA number.</summary>
    public IReadOnlyList<string> AthenaHeadings { get; init; } = [];

    /// <summary>Headings of the Home Office class.</summary>
    public IReadOnlyList<string> HomeOfficeHeadings { get; init; } = [];

    /// <summary>Headings of the crime-tree code; a cell may hold a compressed list (<see cref="CompoundCode"/>).</summary>
    public IReadOnlyList<string> TreeHeadings { get; init; } = [];

    /// <summary>Beginnings of the headings of CJS codes. Columns without a heading that follow such a column belong to it.</summary>
    public IReadOnlyList<string> CjsHeadings { get; init; } = [];

    /// <summary>Headings of the category.</summary>
    public IReadOnlyList<string> GroupHeadings { get; init; } = [];

    /// <summary>Headings of the official Cambridge Crime Harm Index workbook.</summary>
    /// <param name="edition">For instance <c>2020</c> or <c>February 2026</c>.</param>
    /// <param name="effectiveFrom">First day of its use, where known.</param>
    /// <returns>Options with the headings of the 2020 edition and their near variants.</returns>
    public static HarmWorkbookOptions Cambridge(string edition, DateOnly? effectiveFrom = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(edition);
        return new HarmWorkbookOptions
        {
            Info = new HarmScheduleInfo(
                "Cambridge Crime Harm Index",
                edition,
                HarmBasis.GuidelineStartingPoint,
                effectiveFrom,
                null,
                "The publisher's terms; the workbook was brought by its user and is not redistributed.",
                new Provenance(ProvenanceKind.Published, "Cambridge Centre for Evidence-Based Policing, official workbook; Sherman, Neyroud & Neyroud 2016, doi:10.1093/police/paw003")),
            ScoreHeadings = ["CCHI Score", $"CCHI {edition} Score", $"CCHI Score {edition}"],
            TitleHeadings = ["FULL_OFFENCE_TITLE", "SHORT_TITLE"],
            AthenaHeadings = ["ATHENA URN"],
            HomeOfficeHeadings = ["HOME_OFFICE_CLASSIFICATION"],
            TreeHeadings = ["CLASSIFICATION_CODE"],
            CjsHeadings = ["CJS Code"],
            GroupHeadings = ["GROUP"],
        };
    }

    /// <summary>Headings of the list of weights in the data tool of the ONS Crime Severity Score. Where the tool's headings differ, set them with <c>with</c>.</summary>
    /// <param name="edition">For instance <c>March 2024</c>.</param>
    public static HarmWorkbookOptions OnsSeverity(string edition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(edition);
        return new HarmWorkbookOptions
        {
            Info = new HarmScheduleInfo(
                "ONS Crime Severity Score",
                edition,
                HarmBasis.MeanImposed,
                null,
                null,
                "Contains public sector information licensed under the Open Government Licence v3.0. Source: Office for National Statistics.",
                new Provenance(ProvenanceKind.Published, "Office for National Statistics, Crime Severity Score data tool")),
            ScoreHeadings = ["Weight", "Weights", "Severity weight", "CSS weight", "weight_days"],
            TitleHeadings = ["Offence", "Offence description", "Description"],
            TreeHeadings = ["Code", "Offence code", "ONS code", "HO code"],
            GroupHeadings = ["Offence group", "Group"],
        };
    }
}

/// <summary>A cell that is not as its column asks. It is kept as it stands, never repaired.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Line">The row in the sheet, counting from 1.</param>
/// <param name="Column">The column's heading.</param>
/// <param name="Value">The cell as it stands.</param>
/// <param name="Problem">What is wrong, and what was done with it.</param>
public sealed record HarmCellIssue(string Sheet, long Line, string Column, string Value, string Problem);

/// <summary>A code that several rows carry with different scores: kept, and left to the ambiguity policy of the look-up.</summary>
/// <param name="Code">The code.</param>
/// <param name="LowDays">The lowest score among current rows.</param>
/// <param name="HighDays">The highest score among current rows.</param>
/// <param name="SourceRows">The rows, by <see cref="HarmRow.SourceRow"/>.</param>
public sealed record HarmCodeConflict(OffenceCode Code, double LowDays, double HighDays, IReadOnlyList<int> SourceRows);

/// <summary>A schedule read from a file, with what was odd about it.</summary>
/// <param name="Schedule">The table. Where a row was refused or a code could not be read, it is marked as not complete: a code that looks unique may then not be.</param>
/// <param name="Quality">Rows read, used and refused.</param>
/// <param name="Issues">Cells that are not as their column asks, in sheet order.</param>
/// <param name="Conflicts">Codes with several scores, widest first.</param>
public sealed record LoadedHarmSchedule(HarmSchedule Schedule, DataQualityReport Quality, IReadOnlyList<HarmCellIssue> Issues, IReadOnlyList<HarmCodeConflict> Conflicts);
