using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace PolicingModels.SpatioTemporal;

/// <summary>Grows trees on counts whose expectations are known up to a factor, and gives the factors.</summary>
/// <remarks>
/// The trees learn log(μ/e). With labels y/e weighted by e the Poisson deviance is Σ e·(λ − (y/e)·log λ) = Σ (μ − y·log μ) + terms without λ: the same as an offset of log e.
/// </remarks>
internal static class FastTreeGrower
{
    public static double[] Factors(float[] features, float[] counts, double[] offsets, float[] asked, BoostedCountsOptions options)
    {
        int wide = BoostedFeatures.Columns.Length;
        MLContext context = new(options.Seed);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, wide);
        Example[] rows = new Example[counts.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new Example { Features = features[(i * wide)..((i + 1) * wide)], Label = (float)(counts[i] / offsets[i]), Weight = (float)offsets[i] };
        }

        Example[] questions = new Example[asked.Length / wide];
        for (int i = 0; i < questions.Length; i++)
        {
            questions[i] = new Example { Features = asked[(i * wide)..((i + 1) * wide)] };
        }

        FastTreeTweedieTrainer trainer = context.Regression.Trainers.FastTreeTweedie(new FastTreeTweedieTrainer.Options
        {
            Index = 1,
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.LearningRate,
            MinimumExampleCountPerLeaf = BoostedFeatures.LeastPerLeaf(counts, options.LeastPerLeaf),
            NumberOfThreads = 1,
            Seed = options.Seed,
            FeatureColumnName = nameof(Example.Features),
            LabelColumnName = nameof(Example.Label),
            ExampleWeightColumnName = nameof(Example.Weight),
        });
        RegressionPredictionTransformer<FastTreeTweedieModelParameters> model = trainer.Fit(context.Data.LoadFromEnumerable(rows, schema));
        return [.. model.Transform(context.Data.LoadFromEnumerable(questions, schema)).GetColumn<float>("Score").Select(s => (double)s)];
    }

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; } = 1;
    }
}
