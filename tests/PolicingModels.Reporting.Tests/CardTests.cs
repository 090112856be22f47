using System.Text.Json;
using PolicingModels.Reporting;

namespace PolicingModels.ReportingTests;

public class CardTests
{
    private static readonly ModelCard Card = new()
    {
        Name = "vehicle-theft",
        Version = "0.1.0",
        IntendedUse = "Informs where analysts look first for vehicle theft in the coming month.",
        Method = "Mean count per cell, recent periods weighing more, shrunk towards the force's mean.",
        Parameters = [new("Half-life, periods", "13")],
        Data = [new("Source", "thefts.csv"), new("Rows read, used, refused", "35,746, 35,702, 44")],
        Provenance = new Provenance(ProvenanceKind.Inferred, "The force has not published its method."),
        EvaluationDesign = "18 origins, horizon of one period.",
        Evaluation = [new ModelCardMetric("Hit rate at 5% of the area", new Estimate(0.2178, 0.205, 0.231), new Estimate(0.2157, 0.203, 0.229), "no evidence of improvement")],
    };

    private static readonly TransparencyRecord Record = new()
    {
        Card = Card,
        Description = "Shows in which square kilometres vehicle theft is relatively more likely next month.",
        SystemInput = "Recorded vehicle thefts with place and time window.",
        SystemOutput = "Per cell: expected count, interval, chance of at least one, category of relative likelihood.",
    };

    [Fact]
    public void A_card_is_as_approved() => Approval.Verify(Card.ToMarkdown());

    [Fact]
    public void A_record_is_as_approved() => Approval.Verify(Record.ToJson());

    [Fact]
    public void What_only_the_organisation_knows_is_never_made_up()
    {
        using JsonDocument json = JsonDocument.Parse(Record.ToJson());
        JsonElement owner = json.RootElement.GetProperty("tier_2").GetProperty("owner_and_responsibility");
        Assert.All(owner.EnumerateObject(), field => Assert.Equal(ModelCard.ToBeCompleted, field.Value.GetString()));
        string[] missing = [.. json.RootElement.GetProperty("to_be_completed").EnumerateArray().Select(e => e.GetString()!)];
        Assert.Equal(AllFields(json.RootElement).Where(f => f.Value == ModelCard.ToBeCompleted).Select(f => f.Path), missing);
    }

    [Fact]
    public void What_the_organisation_says_stands_in_its_field()
    {
        const string Path = "tier_2.owner_and_responsibility.organisation";
        using JsonDocument json = JsonDocument.Parse((Record with { OrganisationFacts = new Dictionary<string, string> { [Path] = "Example \"Police\" & <Force>" } }).ToJson());
        Assert.Contains((Path, "Example \"Police\" & <Force>"), AllFields(json.RootElement));
        Assert.DoesNotContain(Path, json.RootElement.GetProperty("to_be_completed").EnumerateArray().Select(e => e.GetString()));
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => (Record with { OrganisationFacts = new Dictionary<string, string> { ["tier_2.organization"] = "x" } }).ToJson());
        Assert.Contains("tier_2.organization", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_data_cannot_become_markup_in_a_card()
    {
        string card = (Card with { Name = "# <b>*x*</b> [a](b) | c", Method = "- item\n# heading" }).ToMarkdown();
        Assert.StartsWith(@"# Model card: # \<b\>\*x\*\</b\> \[a\](b) \| c", card, StringComparison.Ordinal);
        Assert.Contains(@"\- item # heading", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_an_evaluation_says_so()
    {
        Assert.Contains("No evaluation on this data is recorded.", (Card with { Evaluation = [] }).ToMarkdown(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, string Value)> AllFields(JsonElement root)
    {
        return root.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object).SelectMany(p => Below(p.Name, p.Value));

        static IEnumerable<(string Path, string Value)> Below(string path, JsonElement element) => element.EnumerateObject().SelectMany(p =>
            p.Value.ValueKind == JsonValueKind.Object ? Below($"{path}.{p.Name}", p.Value) : [($"{path}.{p.Name}", p.Value.GetString()!)]);
    }
}
