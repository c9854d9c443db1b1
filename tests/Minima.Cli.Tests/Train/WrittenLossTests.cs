using System.Text.Json.Nodes;
using Minima.Tabular;
using Minima.Training.Checkpoints;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>Every loss that the program knows, those on tensors too, is written into checkpoints and made again.</summary>
public sealed class WrittenLossTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void ALossIsMadeAgain(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var text = LossReference.Of(loss).ToJson().ToJsonString();
        var again = LossReference.FromJson((JsonObject)JsonNode.Parse(text)!).TryCreate();
        Assert.Null(again.Missing);
        Assert.Equal(loss.Entry, again.Loss!.Entry);
        Assert.Equal(loss.Parameters.Select(ParameterInfo.Format), again.Loss.Parameters.Select(ParameterInfo.Format), StringComparer.Ordinal);
    }
}
