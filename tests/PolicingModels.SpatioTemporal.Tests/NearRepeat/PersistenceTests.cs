using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.NearRepeat;

public class PersistenceTests
{
    [Fact]
    public void Planted_histories_get_their_names()
    {
        // Cell 0 always busy, 1 becomes so, 2 ceases to be, the rest even.
        PersistenceTable table = PersistenceTable.Of(Counts((cell, late) => cell switch { 0 => 8, 1 => late ? 8 : 1, 2 => late ? 1 : 8, _ => 1 }, 3));
        Assert.Equal([PersistenceClass.Chronic, PersistenceClass.Emerging, PersistenceClass.Fading], table.Cells.Take(3).Select(c => c.Class));
        Assert.True(table.Cells[1].ShareRatio.Low > 1 && table.Cells[2].ShareRatio.High < 1);
        Assert.InRange(table.Count(PersistenceClass.Ordinary), 95, 97);
        Assert.Equal(26, table.Cells[0].ActivePeriods);
    }

    [Fact]
    public void An_even_area_is_ordinary_nearly_always()
    {
        int wrong = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            wrong += PersistenceTable.Of(Counts((_, _) => 1.5, seed)).Count(PersistenceClass.Ordinary) < 100 ? 1 : 0;
        }

        // Three corrected questions of 5% each: at most 15% of areas hold any false name; of 40, more than 14 with probability 0.0005.
        Assert.InRange(wrong, 0, 14);
    }

    [Fact]
    public void Falling_with_the_whole_area_is_not_fading()
    {
        PersistenceTable table = PersistenceTable.Of(Counts((cell, late) => (cell == 0 ? 10 : 1.5) * (late ? 0.4 : 1), 5));
        Assert.Equal(PersistenceClass.Chronic, table.Cells[0].Class);
        Assert.Equal(0, table.Count(PersistenceClass.Fading));
        Assert.True(table.Cells[0].ShareRatio.Interval.Contains(1));
    }

    [Fact]
    public void Limits_of_the_ratio_are_Clopper_and_Pearsons()
    {
        // Two cells, 10 and 10 events early, 5 and 15 late: cell 0 has 5 of its 15 late. Published limits for 5 of 15 are 0.1182 and 0.6162; the area's odds are 1.
        SpaceTimeCounts counts = new(TestGrid.Squares(2, 1), PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), 4), [[5, 5, 5, 5, 3, 7, 2, 8]]);
        CellPersistence cell = PersistenceTable.Of(counts).Cells[0];
        Assert.Equal(0.5, cell.ShareRatio.Value, 1e-12);
        Assert.Equal(0.1182 / (1 - 0.1182), cell.ShareRatio.Low, 2e-4);
        Assert.Equal(0.6162 / (1 - 0.6162), cell.ShareRatio.High, 1e-3);

        // The two-sided probability of a split of 15 as uneven as 5 : 10 is 2·P(X ≤ 5) = 2·4944/32768.
        Assert.Equal(2 * 4944 / 32768.0, cell.ChangePValue, 1e-12);
    }

    [Fact]
    public void Too_short_a_history_is_refused_by_name()
    {
        SpaceTimeCounts three = new(TestGrid.Squares(1, 1), PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), 3), [[1, 1, 1]]);
        Assert.Equal(AnalysisFailure.TooLittleHistory, Assert.Throws<AnalysisException>(() => PersistenceTable.Of(three)).Reason);
        SpaceTimeCounts empty = new(TestGrid.Squares(1, 1), PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), 4), [[1, 1, 0, 0]]);
        Assert.Equal(AnalysisFailure.NoEvents, Assert.Throws<AnalysisException>(() => PersistenceTable.Of(empty)).Reason);
        Assert.StartsWith("Alpha is 0; it is above 0 to 0.5 (a probability).", Assert.Throws<ArgumentOutOfRangeException>(() => PersistenceTable.Of(empty, new() { Alpha = 0 })).Message, StringComparison.Ordinal);
    }

    private static SpaceTimeCounts Counts(Func<int, bool, double> mean, ulong seed)
    {
        SeededRandom random = new(seed);
        double[] values = new double[100 * 26];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = random.NextPoisson(mean(k % 100, k / 100 >= 13));
        }

        return new SpaceTimeCounts(TestGrid.Squares(10, 10), PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), 26), [values]);
    }
}
