using PolicingModels.Reporting;

namespace PolicingModels.ReportingTests;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0%", "0.0 %")]
    [InlineData(1e-9, "<0.5%", "<0.1 %")]
    [InlineData(0.766, "77%", "76.6 %")]
    [InlineData(0.99949, ">99.5%", "99.9 %")]
    [InlineData(0.9999999, ">99.5%", ">99.9 %")]
    [InlineData(1, "100%", "100.0 %")]
    public void A_chance_is_never_said_to_be_none_or_certain_where_it_is_neither(double probability, string page, string plain)
    {
        Assert.Equal(page, NumberText.Chance(probability));
        Assert.Equal(plain, NumberText.PlainChance(probability));
    }
}
