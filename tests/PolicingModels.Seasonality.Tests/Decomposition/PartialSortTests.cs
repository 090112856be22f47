using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

public class PartialSortTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(1000)]
    public void Two_places_hold_what_a_whole_sort_puts_there(int kinds)
    {
        SeededRandom random = new(31);
        for (int trial = 0; trial < 300; trial++)
        {
            double[] values = [.. Enumerable.Range(0, 200 + trial).Select(_ => (double)random.NextInt32(kinds))], sorted = [.. values.Order()];
            int low = random.NextInt32(values.Length - 1), high = low + 1 + random.NextInt32(values.Length - low - 1);
            PartialSort.Order(values, low, high);
            Assert.Equal((sorted[low], sorted[high]), (values[low], values[high]));
            Assert.Equal(sorted, values.Order());
        }
    }
}
