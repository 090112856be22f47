using CsCheck;

namespace PolicingModels.CoreTests;

public class BenjaminiHochbergTests
{
    [Fact]
    public void The_published_example_rejects_the_four_smallest()
    {
        // Benjamini & Hochberg 1995, section 4.1: fifteen p-values, of which the procedure at 0.05 rejects four.
        double[] p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];
        Assert.Equal(4, BenjaminiHochberg.Adjust(p).Count(a => a <= 0.05));
    }

    [Fact]
    public void Findings_are_those_of_the_step_up_rule() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 30], Gen.Double[0.01, 0.5]).Sample((p, level) =>
        {
            double[] sorted = [.. p.Order()];
            int k = 0;
            for (int i = 1; i <= sorted.Length; i++)
            {
                k = sorted[i - 1] <= level * i / sorted.Length ? i : k;
            }

            double[] adjusted = BenjaminiHochberg.Adjust(p);
            Assert.Equal(k == 0 ? [] : p.Where(x => x <= sorted[k - 1]).Order(), p.Where((_, i) => adjusted[i] <= level).Order());
        });

    [Fact]
    public void What_is_no_probability_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => BenjaminiHochberg.Adjust([0.5, double.NaN]));
}
