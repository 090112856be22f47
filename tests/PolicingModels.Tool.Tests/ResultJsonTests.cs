using System.Text.Json;
using PolicingModels.Tool;

namespace PolicingModels.ToolTests;

public class ResultJsonTests
{
    [Fact]
    public void Numbers_keep_every_digit()
    {
        double[] values = [0.1, 1.0 / 3, 1e-300, 123456789.123456789, double.MaxValue, double.Epsilon];

        using JsonDocument read = JsonDocument.Parse(ResultJson.Text(new { Values = values }));

        Assert.Equal(values, read.RootElement.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_figure_that_does_not_exist_is_null(double value)
    {
        string text = ResultJson.Text(new { Value = value, Nullable = (double?)value });

        using JsonDocument read = JsonDocument.Parse(text);
        Assert.All(read.RootElement.EnumerateObject(), p => Assert.Equal(JsonValueKind.Null, p.Value.ValueKind));
    }

    [Fact]
    public void Names_and_text_stand_as_they_are() =>
        Assert.Equal("{\n  \"areaKm2\": \"1 km² “squares”\"\n}", ResultJson.Text(new { AreaKm2 = "1 km² “squares”" }));
}
