using PolicingModels.Seasonality;

namespace PolicingModels.ReportingTests;

/// <summary>A small plan: three types in two areas, one of them too rare for a season, with a riot in it.</summary>
internal static class TestPlans
{
    public static SeriesHierarchy History { get; } = Make();

    public static SeasonalityPlan Plan { get; } = new SeasonalityPlanner(new PlannerOptions { Model = new PooledOptions { MaximumThreads = 1 } }).Plan(History);

    private static SeriesHierarchy Make()
    {
        SeededRandom random = new(7);
        Month start = new(2018, 4);
        List<CountRow> rows = [];
        foreach ((string type, double level, double swing) in ((string, double, double)[])[("Bicycle <theft>", 400, 0.3), ("Criminal damage", 900, 0.05), ("Homicide", 1, 0)])
        {
            foreach ((string area, double share) in ((string, double)[])[("North", 0.6), ("South", 0.4)])
            {
                for (int i = 0; i < 84; i++)
                {
                    Month month = start.AddMonths(i);
                    double mean = level * share * (1 - (swing * Math.Cos(month.MonthOfYear * Math.PI / 6))) * (type == "Criminal damage" && i == 60 ? 1.8 : 1);
                    rows.Add(new CountRow(month, type, area, random.NextPoisson(mean)));
                }
            }
        }

        return SeriesHierarchy.FromRows(rows);
    }
}
