using System.Globalization;

namespace PolicingModels.CoreTests.Units;

public class QuantityTests
{
    [Theory]
    [InlineData(-0.1, "A probability is a number from 0 to 1; it is -0.1.")]
    [InlineData(1.0000000000000002, "A probability is a number from 0 to 1; it is 1.0000000000000002.")]
    [InlineData(double.NaN, "A probability is a number from 0 to 1; it is NaN.")]
    public void An_impossible_probability_is_refused(double value, string message) => Refused(() => new Probability(value), message);

    [Theory]
    [InlineData(-1e-300, "it is -1E-300.")]
    [InlineData(double.NaN, "it is NaN.")]
    [InlineData(double.PositiveInfinity, "it is Infinity.")]
    public void Negative_and_infinite_quantities_are_refused(double value, string end)
    {
        Refused(() => new Metres(value), $"A length is a finite number of metres, 0 or more; {end}");
        Refused(() => new SquareKilometres(value), $"An area is a finite number of square kilometres, 0 or more; {end}");
        Refused(() => new Days(value), $"A length of time is a finite number of days, 0 or more; {end}");
    }

    [Fact]
    public void Percent_is_refused_in_its_own_unit() =>
        Refused(() => Probability.FromPercent(101), "A probability in per cent is a number from 0 to 100; it is 101.");

    [Fact]
    public void The_default_is_nothing_of_the_quantity()
    {
        Assert.Equal(new Probability(0), default);
        Assert.Equal(new Metres(0), default);
        Assert.Equal(new SquareKilometres(0), default);
        Assert.Equal(new Days(0), default);
    }

    [Fact]
    public void Units_convert_by_name()
    {
        Assert.Equal(new Metres(1_250), Metres.FromKilometres(1.25));
        Assert.Equal(1.25, new Metres(1_250).Kilometres);
        Assert.Equal(new SquareKilometres(0.75), SquareKilometres.FromSquareMetres(750_000));
        Assert.Equal(new SquareKilometres(0.5), SquareKilometres.FromHectares(50));
        Assert.Equal((500_000, 50), (new SquareKilometres(0.5).SquareMetres, new SquareKilometres(0.5).Hectares));
        Assert.Equal(new SquareKilometres(0.25), SquareKilometres.OfSquare(new Metres(500)));
        Assert.Equal(new Metres(500), new SquareKilometres(0.25).SideOfSquare);
        Assert.Equal(new Days(28), Days.FromWeeks(4));
        Assert.Equal(4, new Days(28).Weeks);
        Assert.Equal(new Days(31), Days.Of(new Period(new(2026, 5, 1), new(2026, 6, 1))));
        Assert.Equal(TimeSpan.FromHours(36), new Days(1.5).ToTimeSpan());
        Assert.Equal((0.75, 25), (new Probability(0.25).Complement.Value, new Probability(0.25).Percent));
        Assert.Equal(new Probability(0.25), Probability.FromPercent(25));
    }

    [Fact]
    public void Text_carries_the_unit_and_no_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("0.25 866.5 m 0.75 km² 1 day 1.5 days", $"{new Probability(0.25)} {new Metres(866.5)} {new SquareKilometres(0.75)} {new Days(1)} {new Days(1.5)}");
            Assert.Equal("0 m", new Metres(-0.0).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Refused<T>(Func<T> make, string message)
    {
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => make());
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }
}
