namespace PolicingModels;

/// <summary>P-values from the smallest to the greatest, with the place each came from: what every adjustment for several tests walks along.</summary>
/// <param name="Values">The values in order.</param>
/// <param name="Places">Where each stood.</param>
internal readonly record struct OrderedPValues(double[] Values, int[] Places)
{
    /// <summary>Checks and orders.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not a probability.</exception>
    public static OrderedPValues Of(ReadOnlySpan<double> pValues)
    {
        foreach (double p in pValues)
        {
            if (!(p is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(pValues), p, "A p-value lies between 0 and 1.");
            }
        }

        double[] values = pValues.ToArray();
        int[] places = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values, places);
        return new OrderedPValues(values, places);
    }
}
