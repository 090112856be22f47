namespace PolicingModels.SystemsTests;

public class PublicApiTests
{
    [Fact]
    public void Public_surface_is_as_approved() => Approval.VerifyPublicApi(System.Reflection.Assembly.Load("PolicingModels"));
}
