using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>The Crime Severity Score of the Office for National Statistics: the mean sentence imposed, in days.</summary>
/// <remarks>
/// Weights are averages over five years of the sentences courts imposed in England and Wales, non-custodial sentences converted to days. Such
/// weights carry disparities of sentencing into whatever is ranked by them (Lewis, Pina-Sánchez &amp; Birks 2024, Crime Science 13:18,
/// doi:10.1186/s40163-024-00216-8). Attempts and distraction share the weight of the completed offence.
/// </remarks>
public static class OnsCrimeSeverityScore
{
    /// <summary>The vintage of December 2020: 128 crime-tree codes.</summary>
    public static HarmSchedule December2020 { get; } = new(
        new HarmScheduleInfo(
            "ONS Crime Severity Score",
            "December 2020",
            HarmBasis.MeanImposed,
            null,
            null,
            "Contains public sector information licensed under the Open Government Licence v3.0. Source: Office for National Statistics.",
            new Provenance(ProvenanceKind.Published, "Office for National Statistics, Crime Severity Score data tool, December 2020 vintage")),
        Read());

    private static HarmRow[] Read()
    {
        using Stream stream = typeof(OnsCrimeSeverityScore).Assembly.GetManifestResourceStream("ons-css-2020-12.tsv")!;
        using StreamReader reader = new(stream);
        reader.ReadLine();
        List<HarmRow> rows = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split('\t');
            rows.Add(new HarmRow(rows.Count + 1, cells[2], double.Parse(cells[1], CultureInfo.InvariantCulture), CompoundCode.Expand(cells[0]))
            {
                Group = cells[3],
                Source = "ONS Crime Severity Score data tool, December 2020",
            });
        }

        return [.. rows];
    }
}
