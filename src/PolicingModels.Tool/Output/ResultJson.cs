using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolicingModels.Tool;

/// <summary>Writes <c>result.json</c>: unrounded numbers, invariant culture, never NaN (a figure that does not exist is null).</summary>
internal static class ResultJson
{
    /// <summary>The version of the schema in docs/tool/outputs.md; it changes when a field is renamed or removed.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The name of the file in every output folder.</summary>
    public const string FileName = "result.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new FiniteConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The text of a result.</summary>
    public static string Text<T>(T result) => JsonSerializer.Serialize(result, Options);

    private sealed class FiniteConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
