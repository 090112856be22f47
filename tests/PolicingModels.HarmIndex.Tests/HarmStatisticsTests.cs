using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmStatisticsTests
{
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal);
    private static readonly Period Year2023 = new(new DateOnly(2023, 1, 1), new DateOnly(2024, 1, 1));
    private static readonly Period Year2024 = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 1, 1));

    private sealed record Crime(string Code, DateOnly Occurred, DateOnly Recorded, OffenceDetection How = OffenceDetection.Reported, bool Detected = false, OffenceStatus Status = OffenceStatus.Crime, int Number = -1);

    private static HarmOffences Table(params Crime[] crimes) => new(
        CategoryColumn.FromText("code", [.. crimes.Select(c => c.Code)]),
        [.. crimes.Select(c => c.Occurred.DayNumber)],
        offence: [.. crimes.Select((c, i) => c.Number >= 0 ? c.Number : 1000 + i)],
        recordedDay: [.. crimes.Select(c => c.Recorded.DayNumber)],
        detection: [.. crimes.Select(c => c.How)],
        status: [.. crimes.Select(c => c.Status)],
        detected: [.. crimes.Select(c => c.Detected)]);

    [Fact]
    public void Every_crime_is_in_exactly_one_of_the_four_sums()
    {
        DateOnly may = new(2024, 5, 1), before = new(2023, 12, 31);
        ConsensusReport report = ConsensusReport.Of(
            Table(
                new("034/01", may, may, Detected: true, Number: 1),
                new("034/01", may, may, Detected: true, Number: 1),
                new("008/67", may, may),
                new("005/01", before, may, OffenceDetection.Proactive),
                new("008/26", may, may, OffenceDetection.Proactive, Detected: true),
                new("046/00", may, may, OffenceDetection.Company),
                new("034/01", before, before),
                new("034/01", may, may, Status: OffenceStatus.Cancelled),
                new("999/99", may, may)),
            Cambridge,
            [Year2024, Year2023]);
        Assert.Equal([Year2023, Year2024], report.Periods.Select(p => p.Period));
        ConsensusPeriod now = report.Periods[1];
        Assert.Equal((3L, 449d, 1L), (now.CrimeHarmIndex.Offences, now.CrimeHarmIndex.Days, now.CrimeHarmIndex.Unscored));
        // The unknown code could be anything in the table, from its least to its most.
        Assert.Equal((450d, 449d + 5475), (now.CrimeHarmIndex.LowDays, now.CrimeHarmIndex.HighDays));
        Assert.Equal([1460, 5, 1], new[] { now.Historic, now.Proactive, now.CompanyDetected }.Select(s => s.Days));
        Assert.Equal(365d / 449, now.HarmDetectionFraction!.Value, 1e-12);
        Assert.Equal(1, now.NotCrimes);
        Assert.Equal(6, now.Categories.Sum(c => c.Crimes));
        Assert.Equal([("Violence and sexual offences", 2L, 0d), ("(no category)", 1L, 0d), ("Possession of weapons", 1L, 100d), ("Robbery", 1L, 100d), ("Shoplifting", 1L, 0d)], now.Categories.Select(c => (c.Category, c.Crimes, c.DetectedPerHundred)));
        Assert.Equal(365, report.Periods[0].CrimeHarmIndex.Days);
    }

    [Fact]
    public void An_offence_is_read_from_all_its_rows_in_any_order()
    {
        DateOnly december = new(2023, 12, 20), may = new(2024, 5, 1), june = new(2024, 6, 1), later = new(2025, 1, 1);
        Crime[] rows =
        [
            // Reclassified upwards, and cleared up for one of two suspects: a murder that was first recorded as a minor assault in May.
            new("105/01", may, may, Number: 1),
            new("001/01", may, june, Detected: true, Number: 1),
            // Found on a second suspect by a search, but reported by the public.
            new("034/01", may, june, OffenceDetection.Proactive, Number: 2),
            new("034/01", may, june, Number: 2),
            // Not stated in one row, proactive in the other.
            new("008/26", may, may, OffenceDetection.Unknown, Number: 3),
            new("008/26", may, may, OffenceDetection.Proactive, Number: 3),
            // Begun before the year in one of its rows.
            new("005/01", june, june, Number: 4),
            new("005/01", december, june, Number: 4),
            // Cancelled for one person, a crime for the other; and one that is no crime for anybody.
            new("008/67", may, may, Status: OffenceStatus.Cancelled, Number: 5),
            new("008/67", may, june, Number: 5),
            new("034/01", may, may, Status: OffenceStatus.Cancelled, Number: 6),
            new("034/01", may, june, Status: OffenceStatus.NonCrime, Number: 6),
            // First recorded in the year before; the row of this year makes no second offence of it.
            new("046/00", december, december, Number: 7),
            new("046/00", december, may, Number: 7),
            // What was recorded after the last period does not clear it up.
            new("034/01", june, june, Number: 8),
            new("034/01", june, later, Detected: true, Number: 8),
        ];
        double murder = Cambridge.Find("001/01").ScoreDays!.Value;
        for (int turn = 0; turn < 8; turn++)
        {
            SeededRandom random = new((ulong)turn);
            Crime[] order = turn == 0 ? rows : turn == 1 ? [.. rows.Reverse()] : [.. rows.OrderBy(_ => random.NextDouble())];
            ConsensusReport report = ConsensusReport.Of(Table(order), Cambridge, [Year2024, Year2023]);
            ConsensusPeriod now = report.Periods[1];
            Assert.Equal((4L, murder + 365 + 84 + 365), (now.CrimeHarmIndex.Offences, now.CrimeHarmIndex.Days));
            Assert.Equal((1L, 1L, 0L), (now.Historic.Offences, now.Proactive.Offences, now.CompanyDetected.Offences));
            Assert.Equal(murder / now.CrimeHarmIndex.Days, now.HarmDetectionFraction!.Value, 1e-12);
            Assert.Equal(1, now.NotCrimes);
            Assert.Equal(1, report.Periods[0].CrimeHarmIndex.Offences);
            Assert.Equal(0, report.Periods[0].NotCrimes);
        }
    }

    [Fact]
    public void What_is_not_recorded_is_said_not_to_be_known()
    {
        DateOnly may = new(2024, 5, 1);
        ConsensusReport report = ConsensusReport.Of(new HarmOffences(CategoryColumn.FromText("code", ["034/01"]), [may.DayNumber]), Cambridge, [Year2024]);
        Assert.False(report.KnowsHistoric || report.KnowsDetection);
        Assert.Null(report.Periods[0].HarmDetectionFraction);
        Assert.Throws<ArgumentException>(() => ConsensusReport.Of(Table(), Cambridge, []));
        Assert.Throws<ArgumentException>(() => ConsensusReport.Of(Table(), Cambridge, [Year2024, new Period(new DateOnly(2024, 12, 31), new DateOnly(2026, 1, 1))]));
    }

    private static HarmScores ByArea(params (string Area, string Code, int Times)[] rows)
    {
        (string Area, string Code)[] all = [.. rows.SelectMany(r => Enumerable.Repeat((r.Area, r.Code), r.Times))];
        return new HarmScorer(Cambridge, new() { AsOf = new DateOnly(2024, 3, 1) }).Score(
            new HarmOffences(CategoryColumn.FromText("code", [.. all.Select(r => r.Code)]), [.. all.Select(_ => new DateOnly(2024, 2, 1).DayNumber)], area: CategoryColumn.FromText("area", [.. all.Select(r => r.Area)])),
            HarmUnit.Area);
    }

    [Fact]
    public void With_one_day_per_offence_the_rates_shrink_as_counts_do()
    {
        // By hand: counts 9, 3 and 0 over 100 each, so m = 0.04 and the spread is (0.05² + 0.01² + 0.04²)/3.
        AreaRates rates = AreaRates.Of(ByArea(("a", "105/01", 9), ("b", "105/01", 3), ("lost", "105/01", 1)), new Dictionary<string, double> { ["a"] = 100, ["b"] = 100, ["c"] = 100 }, "residents");
        Assert.Equal(["lost"], rates.WithoutDenominator);
        Assert.Equal(40, rates.DaysPerThousand, 1e-9);
        Assert.Equal([90, 30, 0], rates.Areas.Select(a => Math.Round(a.DaysPerThousand, 9)));
        // Spread 0.0014, within m/n = 0.0004, between 0.001, weight 0.001/0.0014 = 5/7.
        Assert.All(rates.Areas, a => Assert.Equal(5.0 / 7, a.OwnWeight, 1e-9));
        Assert.Equal(40 + (50 * 5.0 / 7), rates.Areas[0].ShrunkenDaysPerThousand, 1e-9);
    }

    [Fact]
    public void One_murder_in_a_small_area_moves_its_shrunken_rate_little()
    {
        Dictionary<string, double> residents = Enumerable.Range(0, 20).ToDictionary(i => $"area {i:00}", i => 1000.0);
        AreaRates rates = AreaRates.Of(ByArea([("area 00", "001/01", 1), .. residents.Keys.Select(k => (k, "034/01", 3))]), residents, "residents, mid-2023");
        Assert.True(rates.Areas[0].DaysPerThousand > 4 * rates.DaysPerThousand);
        Assert.InRange(rates.Areas[0].ShrunkenDaysPerThousand, rates.DaysPerThousand, 1.3 * rates.DaysPerThousand);
        Assert.Equal(rates.DaysPerThousand * 20, rates.Areas.Sum(a => a.DaysPerThousand), 1e-6);
    }

    [Fact]
    public void Shrunken_rates_are_nearer_the_truth_than_raw_ones()
    {
        SeededRandom random = new(11);
        double raw = 0, shrunken = 0;
        for (int trial = 0; trial < 20; trial++)
        {
            Dictionary<string, double> residents = [];
            Dictionary<string, double> truth = [];
            List<(string, string, int)> rows = [];
            for (int a = 0; a < 60; a++)
            {
                string name = $"{a:00}";
                residents[name] = 100 + (900 * random.NextDouble());
                double expected = random.NextGamma(4, 0.001);
                truth[name] = expected * 1000 * (0.95 + (0.05 * 365));
                rows.Add((name, "105/01", (int)random.NextPoisson(0.95 * expected * residents[name])));
                rows.Add((name, "034/01", (int)random.NextPoisson(0.05 * expected * residents[name])));
            }

            foreach (AreaRate area in AreaRates.Of(ByArea([.. rows]), residents, "residents").Areas)
            {
                raw += Math.Pow(area.DaysPerThousand - truth[area.Area], 2);
                shrunken += Math.Pow(area.ShrunkenDaysPerThousand - truth[area.Area], 2);
            }
        }

        Assert.True(shrunken < 0.6 * raw, $"{shrunken} against {raw}");
    }

    [Fact]
    public void Rates_need_areas_and_positive_denominators()
    {
        HarmScores scores = ByArea(("a", "105/01", 1));
        Assert.Throws<ArgumentException>(() => AreaRates.Of(scores, new Dictionary<string, double> { ["a"] = 0 }, "residents"));
        Assert.Throws<ArgumentException>(() => AreaRates.Of(scores, new Dictionary<string, double>(), "residents"));
    }

    [Fact]
    public void Count_against_harm_parts_the_many_from_the_grave()
    {
        CountHarmTable table = CountHarmTable.Of(ByArea(("thefts", "046/00", 30), ("murder", "001/01", 1), ("both", "034/01", 30), ("quiet", "105/01", 1), ("still", "105/01", 1)), 0.4);
        Assert.Equal(["both"], table.HighBoth);
        Assert.Equal(["thefts"], table.HighCountOnly);
        Assert.Equal(["murder"], table.HighHarmOnly);
        Assert.Equal(2, table.HighNeither);
        Assert.Equal((30, 5475d), (table.HighCount, table.HighDays));
        Assert.Throws<AnalysisException>(() => CountHarmTable.Of(ByArea()));
    }

    [Fact]
    public void The_base_period_is_a_hundred()
    {
        Assert.Equal([50, 100, 200], BasePeriod.Rebase([2, 4, 8], 1));
        Assert.Throws<AnalysisException>(() => BasePeriod.Rebase([0, 4], 0));
        Assert.Throws<ArgumentException>(() => BasePeriod.Rebase([double.NaN, 4], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BasePeriod.Rebase([1], 1));
    }
}
