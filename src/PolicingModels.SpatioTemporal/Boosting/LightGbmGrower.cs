using System.Globalization;
using System.Runtime.InteropServices;

namespace PolicingModels.SpatioTemporal;

/// <summary>Grows trees by LightGBM's C interface: Poisson loss, the expectation as the initial score, monotone where more can only mean more.</summary>
internal static class LightGbmGrower
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int Float64 = 1;
    private const int RawScore = 1;
    private const int Contribution = 3;

    /// <summary>The factor of every row asked, and where wanted what each feature adds to its log (Lundberg and Lee 2017, arXiv:1705.07874).</summary>
    public static (double[] Factors, double[] Contributions) Factors(float[] features, float[] counts, double[] offsets, float[] asked, bool contributions, BoostedCountsOptions options, CancellationToken cancellationToken)
    {
        int wide = BoostedFeatures.Columns.Length;
        string settings = string.Create(
            CultureInfo.InvariantCulture,
            $"objective=poisson boosting=gbdt num_threads=1 deterministic=true force_row_wise=true verbosity=-1 seed={options.Seed} learning_rate={options.LearningRate} num_leaves={options.Leaves} min_data_in_leaf={BoostedFeatures.LeastPerLeaf(counts, options.LeastPerLeaf)} boost_from_average=false monotone_constraints={string.Join(',', BoostedFeatures.Columns.Select(c => c.Monotone))}");
        IntPtr data = IntPtr.Zero, booster = IntPtr.Zero;
        try
        {
            Check(LGBM_DatasetCreateFromMat(features, Float32, counts.Length, wide, 1, settings, IntPtr.Zero, out data));
            Check(LGBM_DatasetSetField(data, "label", counts, counts.Length, Float32));
            Check(LGBM_DatasetSetField(data, "init_score", Array.ConvertAll(offsets, Math.Log), counts.Length, Float64));
            Check(LGBM_BoosterCreate(data, settings, out booster));
            for (int tree = 0; tree < options.Trees; tree++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Check(LGBM_BoosterUpdateOneIter(booster, out int finished));
                if (finished != 0)
                {
                    break;
                }
            }

            double[] factors = new double[asked.Length / wide];
            Check(LGBM_BoosterPredictForMat(booster, asked, Float32, factors.Length, wide, 1, RawScore, 0, -1, "num_threads=1", out _, factors));
            double[] added = [];
            if (contributions)
            {
                // One more column than features: the mean of all.
                double[] all = new double[factors.Length * (wide + 1)];
                Check(LGBM_BoosterPredictForMat(booster, asked, Float32, factors.Length, wide, 1, Contribution, 0, -1, "num_threads=1", out _, all));
                added = new double[asked.Length];
                for (int row = 0; row < factors.Length; row++)
                {
                    all.AsSpan(row * (wide + 1), wide).CopyTo(added.AsSpan(row * wide));
                }
            }

            return (Array.ConvertAll(factors, Math.Exp), added);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"LightGBM's native library could not be loaded: {missing.Message} On Linux it needs the system's libgomp.so.1 (Debian and Ubuntu: apt-get install libgomp1). Install it, or set Trainer to FastTree.", missing);
        }
        finally
        {
            if (booster != IntPtr.Zero)
            {
                _ = LGBM_BoosterFree(booster);
            }

            if (data != IntPtr.Zero)
            {
                _ = LGBM_DatasetFree(data);
            }
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new AnalysisException(AnalysisFailure.NotConverged, $"LightGBM refused: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}. Set Trainer to FastTree, or use count-regression.");
        }
    }

#pragma warning disable SYSLIB1054, CA2101 // Arrays and short ASCII settings: the source generator would need unsafe code for no gain.
    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int LGBM_DatasetCreateFromMat(float[] data, int dataType, int rows, int columns, int rowMajor, string settings, IntPtr reference, out IntPtr handle);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int LGBM_DatasetSetField(IntPtr data, string field, float[] values, int count, int type);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int LGBM_DatasetSetField(IntPtr data, string field, double[] values, int count, int type);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int LGBM_BoosterCreate(IntPtr data, string settings, out IntPtr handle);

    [DllImport(Library)]
    private static extern int LGBM_BoosterUpdateOneIter(IntPtr booster, out int finished);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int LGBM_BoosterPredictForMat(IntPtr booster, float[] data, int dataType, int rows, int columns, int rowMajor, int kind, int firstTree, int trees, string settings, out long length, double[] result);

    [DllImport(Library)]
    private static extern int LGBM_BoosterFree(IntPtr booster);

    [DllImport(Library)]
    private static extern int LGBM_DatasetFree(IntPtr data);

    [DllImport(Library)]
    private static extern IntPtr LGBM_GetLastError();
#pragma warning restore SYSLIB1054, CA2101
}
