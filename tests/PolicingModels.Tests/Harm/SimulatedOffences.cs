using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels.SystemsTests;

/// <summary>A small simulated population as a table of offences, and small tables whose every row is known.</summary>
internal static class SimulatedOffences
{
    public static SimulatedPeople People { get; } = new PeopleSimulator().Simulate();

    public static OffenceTable Table { get; } = new(People.Offences, new DataQualityReport("simulated", People.Offences.Count, []))
    {
        OffenceIds = CategoryColumn.FromText("offence_id", People.OffenceIds),
        Outcomes = People.Outcome,
        Extra = [People.Weapon, People.Domestic],
    };

    /// <summary>Reads a table from its text.</summary>
    public static OffenceTable Read(string header, params string[] rows)
    {
        string path = Path.Combine(Path.GetTempPath(), $"policing-systems-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}.csv");
        File.WriteAllLines(path, [header, .. rows]);
        try
        {
            return OffenceFiles.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int s_count;
}
