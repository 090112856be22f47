namespace PolicingModels.Seasonality;

/// <summary>The two middle values of a list, as the original STL program finds them.</summary>
/// <remarks>
/// Partial quicksort after Singleton 1969 (Algorithm 347, doi:10.1145/362875.362901), which only goes into the parts that hold a wanted
/// place. The original asks for the upper middle before the lower one; where a split falls exactly between them, the part with the
/// upper one is left as it is, and a larger value than the true middle is taken. R inherits this, and robust figures of series of even
/// length agree with R's only where it is kept; its effect is that of a slightly wider reach of the robustness weights in one pass.
/// </remarks>
internal static class PartialSort
{
    /// <summary>The sum of the two middle values (twice the middle one where the count is odd). Reorders the values.</summary>
    public static double MiddleSum(Span<double> values)
    {
        int upper = values.Length / 2, lower = values.Length - 1 - upper;
        if (values.Length > 1)
        {
            Order(values, upper, lower);
        }

        return values[upper] + values[lower];
    }

    /// <summary>Puts at two places what a whole sort would put there; only with the lower place first, otherwise with the original's slip. The others stay unordered.</summary>
    /// <param name="a">The values.</param>
    /// <param name="first">The lower place.</param>
    /// <param name="second">The upper place.</param>
    public static void Order(Span<double> a, int first, int second)
    {
        Span<int> wanted = [first, second];
        Span<(int From, int To, int FirstWanted, int LastWanted)> open = stackalloc (int, int, int, int)[64];
        int depth = 0;
        open[depth++] = (0, a.Length - 1, 0, 1);
        while (depth > 0)
        {
            (int from, int to, int low, int high) = open[--depth];
            while (low <= high && to - from > 10)
            {
                (int left, int right) = Split(a, from, to);
                int cutLow = low, cutHigh = high;
                if (left - from <= to - right)
                {
                    while (cutHigh >= low && wanted[cutHigh] > left)
                    {
                        cutHigh--;
                    }

                    open[depth++] = (right, to, cutHigh >= low ? cutHigh + 1 : low, high);
                    to = left;
                    high = cutHigh;
                }
                else
                {
                    while (cutLow <= high && wanted[cutLow] < right)
                    {
                        cutLow++;
                    }

                    open[depth++] = (from, left, low, cutLow <= high ? cutLow - 1 : high);
                    from = right;
                    low = cutLow;
                }
            }

            if (low <= high)
            {
                a.Slice(from, to - from + 1).Sort();
            }
        }
    }

    // Median of three as pivot; both scans stop at values equal to it.
    private static (int Left, int Right) Split(Span<double> a, int from, int to)
    {
        int middle = (from + to + 2) / 2 - 1;
        double pivot = a[middle];
        if (a[from] > pivot)
        {
            (a[middle], a[from]) = (a[from], pivot);
            pivot = a[middle];
        }

        if (a[to] < pivot)
        {
            (a[middle], a[to]) = (a[to], pivot);
            pivot = a[middle];
            if (a[from] > pivot)
            {
                (a[middle], a[from]) = (a[from], pivot);
                pivot = a[middle];
            }
        }

        int k = from, l = to;
        while (true)
        {
            do
            {
                l--;
            }
            while (a[l] > pivot);

            do
            {
                k++;
            }
            while (a[k] < pivot);

            if (k > l)
            {
                return (l, k);
            }

            (a[l], a[k]) = (a[k], a[l]);
        }
    }
}
