using CsCheck;

namespace PolicingModels.CoreTests.Periods;

public class PeriodSequenceInvariantTests
{
    private static readonly DateOnly Origin = new(2020, 1, 1);

    private static readonly Gen<PeriodSequence> Sequences = Gen.OneOf(
        Gen.Select(Gen.Int[0, 900], Gen.Int[1, 40], (d, n) => PeriodSequence.FourWeekly(Origin.AddDays(d), n)),
        Gen.Select(Gen.Int[0, 900], Gen.Int[1, 40], (d, n) => PeriodSequence.Weekly(Origin.AddDays(d), n)),
        Gen.Select(Gen.Int[0, 900], Gen.Int[1, 40], (d, n) => PeriodSequence.RollingFourWeekly(Origin.AddDays(d), n)),
        Gen.Select(Gen.Int[0, 900], Gen.Int[1, 40], (d, n) => PeriodSequence.Monthly(Origin.AddDays(d), n)),
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 40], (gap, days) => (gap, days)).Array[1, 20].Select(Listed));

    [Fact]
    public void The_index_of_a_day_is_the_first_period_that_holds_it() =>
        Gen.Select(Sequences, Gen.Int[-50, 5000]).Sample((s, offset) =>
        {
            DateOnly day = s.Start.AddDays(offset);
            int brute = -1;
            for (int i = 0; i < s.Count && brute < 0; i++)
            {
                brute = s[i].Start <= day && day < s[i].End ? i : -1;
            }

            return s.IndexOf(day) == brute;
        }, iter: 3000);

    [Fact]
    public void The_next_period_follows_and_shares_no_day() =>
        Sequences.Where(s => s.Calendar != PeriodCalendar.Listed).Sample(s =>
            s.Next().Start >= s.End && (s.Overlaps || s.Next(2).Start == s.Next().End) && (s.Calendar == PeriodCalendar.Monthly || s.Next().Days == s[^1].Days));

    [Fact]
    public void Fixed_calendars_end_at_the_question_and_start_in_the_data() =>
        Gen.Select(Gen.Int[0, 2000], Gen.Int[40, 1500], Gen.Int[0, 2].Select(i => (PeriodCalendar)i)).Sample((from, span, calendar) =>
        {
            DateOnly first = Origin.AddDays(from), asOf = first.AddDays(span);
            if (calendar == PeriodCalendar.Monthly && span < 62)
            {
                return true;
            }

            PeriodSequence s = PeriodSequence.Between(calendar, first, asOf);
            bool ends = calendar == PeriodCalendar.Monthly ? s.End == new DateOnly(asOf.Year, asOf.Month, 1) : s.End == asOf;
            return ends && s.Start >= first && s.Start.DayNumber - first.DayNumber < s[0].Days + 3 && !s.HasGaps && !s.Overlaps;
        }, iter: 2000);

    private static PeriodSequence Listed((int Gap, int Days)[] parts)
    {
        DateOnly at = Origin;
        List<Period> periods = [];
        foreach ((int gap, int days) in parts)
        {
            periods.Add(new Period(at.AddDays(gap), at.AddDays(gap + days)));
            at = at.AddDays(gap + days);
        }

        return PeriodSequence.Of(periods);
    }
}
