namespace PolicingModels.HarmIndex;

/// <summary>The rows that count, with whom and how much each credits.</summary>
internal sealed record HarmCreditedRows(int[] Row, int[] Entity, double[] Days)
{
    public int Count => Row.Length;
}
