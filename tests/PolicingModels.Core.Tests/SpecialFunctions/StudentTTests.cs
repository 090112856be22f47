using CsCheck;

namespace PolicingModels.CoreTests.SpecialFunctions;

public class StudentTTests
{
    /// <summary>The printed table of the t distribution, three decimals (for instance NIST/SEMATECH e-Handbook 1.3.6.7.2).</summary>
    [Theory]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.975, 5, 2.571)]
    [InlineData(0.95, 10, 1.812)]
    [InlineData(0.975, 12, 2.179)]
    [InlineData(0.995, 30, 2.750)]
    [InlineData(0.999, 5, 5.893)]
    [InlineData(0.9, 3, 1.638)]
    [InlineData(0.975, 100, 1.984)]
    public void Quantiles_are_those_of_the_printed_table(double probability, double degreesOfFreedom, double t) =>
        Assert.Equal(t, StudentT.Quantile(probability, degreesOfFreedom), 0.0005001);

    [Fact]
    public void One_and_two_degrees_have_closed_forms()
    {
        foreach (double p in new[] { 1e-9, 0.001, 0.2, 0.4999, 0.75, 0.999 })
        {
            double cauchy = Math.Tan(Math.PI * (p - 0.5)), two = ((2 * p) - 1) / Math.Sqrt(2 * p * (1 - p));
            Assert.Equal(1, StudentT.Quantile(p, 1) / cauchy, 1e-7 * Math.Max(1e-5, 1e-9 / p));
            Assert.Equal(1, StudentT.Quantile(p, 2) / two, 1e-12);
        }

        Assert.Equal(0, StudentT.Quantile(0.5, 3.3));
    }

    [Fact]
    public void The_distribution_is_symmetric_and_the_quantile_its_inverse() =>
        Gen.Select(Gen.Double[0.001, 0.999], Gen.Double[0.2, 400]).Sample((p, degrees) =>
        {
            double t = StudentT.Quantile(p, degrees);
            return Math.Abs(StudentT.Cumulative(t, degrees) - p) < 1e-13
                && Math.Abs(StudentT.Quantile(1 - p, degrees) + t) <= 1e-9 * Math.Abs(t)
                && Math.Abs(StudentT.Cumulative(t, degrees) + StudentT.Cumulative(-t, degrees) - 1) < 1e-15;
        });

    [Fact]
    public void Many_degrees_are_the_normal_distribution()
    {
        foreach (double t in new[] { -6, -1.96, -0.3, 0, 1e-12, 0.5, 3 })
        {
            // Apart by about (t³ + t)/(4ν) of the density.
            Assert.Equal(StandardNormal.Cumulative(t), StudentT.Cumulative(t, 1e9), 1e-9);
        }

        Assert.Equal((0, 1), (StudentT.Cumulative(double.NegativeInfinity, 3), StudentT.Cumulative(double.PositiveInfinity, 3)));
    }

    [Fact]
    public void What_is_not_a_probability_or_a_number_of_degrees_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Cumulative(double.NaN, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Cumulative(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(0.5, double.PositiveInfinity));
    }
}
