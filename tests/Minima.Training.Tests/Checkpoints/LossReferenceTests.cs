using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>A loss that is written down and made again: every one of the catalogue, texts, and those that cannot be made here.</summary>
public class LossReferenceTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void EveryLossOfTheCatalogueIsMadeAgain(string key)
    {
        Same(Catalogue.Find(key).CreateExample());
    }

    [Fact]
    public void ParametersKeepEveryBit()
    {
        Same(Loss.Create("huber", ("delta", 0.1 + 0.2)));
        Same(Loss.Create("huber", ("delta", double.PositiveInfinity)));
        Same(Loss.Create("softmax_focal", ("alpha", (double[])[0.25, 1.0 / 3, 2])));
        Same(Loss.Create("cross_entropy", ("label_smoothing", 0.1)));
    }

    /// <summary>Files of before name the assembly that the losses on tensors were in then.</summary>
    [Fact]
    public void AFileOfBeforeNamesTheAssemblyOfNow()
    {
        var now = LossReference.Of(Loss.Create(Minima.Tensors.GeneratedLosses.Module.Entries.First(one => one.Key == "info_nce"), new Dictionary<string, object?>(StringComparer.Ordinal)));
        var before = now.ToJson();
        before["assembly"] = "Minima.Training";
        Assert.Equal(now.Assembly, LossReference.FromJson(before).Assembly);
    }

    [Fact]
    public void AMatrixKeepsItsRows()
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(one => one.Key == "wasserstein_dice");
        var written = LossReference.Of(Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal) { ["distance_matrix"] = new double[][] { [0, 0.1 + 0.2], [1, 0] } }));
        Assert.Equal("[[0,0.30000000000000004],[1,0]]", written.Parameters["distance_matrix"]!.ToJsonString());
    }

    [Fact]
    public void ALossGivenAsTextKeepsTextAndParameters()
    {
        const string Text = "abs(p - t) <= delta ? 0.5*(p - t)^2 : delta*(abs(p - t) - delta/2)";
        var again = Same(Loss.Parse(Text, ("delta", 1.5)).With(("delta", 0.7)));
        Assert.Equal(Text, again.Entry.Formula);
        Assert.Equal(Value(Loss.Create("huber", ("delta", 0.7))), Value(again));

        static double Value(Loss loss) => loss.Evaluate(new LossBatch<double> { Prediction = [3.0, 0.2], Target = [0.0, 0.0] }).Value;
    }

    [Fact]
    public void TheJsonIsReadable()
    {
        Assert.Equal("""{"name":"huber","parameters":{"delta":2}}""", LossReference.Of(Loss.Create("huber", ("delta", 2))).ToJson().ToJsonString());
        Assert.Equal("""{"name":"formula","text":"k*(p-t)^2","parameters":{"k":3}}""", LossReference.Of(Loss.Parse("k*(p-t)^2", ("k", 3))).ToJson().ToJsonString());
    }

    [Fact]
    public void WhatIsMissingIsSaidAndNotThrown()
    {
        Missing(new() { Name = "hubris" }, "'hubris' is unknown to this Minima");
        Missing(new() { Name = "comfort", Assembly = "Their.Losses" }, "comes from 'Their.Losses', which is not loaded. Reference it and call Catalogue.Join");
        Missing(new() { Name = "huber", Parameters = new() { ["delta"] = -1 } }, "'delta' is -1");
        Missing(new() { Name = "huber", Parameters = new() { ["gamma"] = 1 } }, "no parameter 'gamma'");
        Missing(new() { Name = "huber", Parameters = new() { ["delta"] = new JsonObject { ["a"] = 1 } } }, "cannot be made as it was written down");
        Missing(new() { Name = "huber", Parameters = new() { ["delta"] = new JsonArray("x") } }, "cannot be made as it was written down");
        Missing(new() { Name = "huber", Parameters = new() { ["delta"] = null } }, "cannot be made as it was written down");
        Missing(new() { Name = "formula", Text = "p - t +" }, "cannot be made as it was written down");
        Missing(new() { Name = "formula", Text = new string('(', 100_000) }, "cannot be made as it was written down");
        Missing(new() { Name = "formula", Text = "(p - t)^2", Parameters = new() { ["k"] = 1 } }, "The model predicts without it.");
    }

    [Fact]
    public void JsonThatIsNoLossIsRefused()
    {
        Refused("{}", "has no name");
        Refused("""{"name":"huber"}""", "has no object of parameters");
        Refused("""{"name":["huber"],"parameters":{}}""", "has a name that is not text");
        Refused("""{"name":"huber","parameters":[]}""", "has no object of parameters");
        Refused("""{"name":"huber","text":1,"parameters":{}}""", "has a text that is not text");

        static void Refused(string json, string reason) =>
            Assert.Contains(reason, Assert.Throws<CheckpointException>(() => LossReference.FromJson(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);
    }

    private static Loss Same(Loss loss)
    {
        var json = JsonNode.Parse(LossReference.Of(loss).ToJson().ToJsonString())!.AsObject();
        var lookup = LossReference.FromJson(json).TryCreate();
        Assert.Null(lookup.Missing);
        Assert.Equal(loss.ToString(), lookup.Loss!.ToString());
        Assert.Equal(loss.Entry.Key, lookup.Loss.Entry.Key);
        Assert.Equal(loss.Parameters.Select(ParameterInfo.Format), lookup.Loss.Parameters.Select(ParameterInfo.Format), StringComparer.Ordinal);
        return lookup.Loss;
    }

    private static void Missing(LossReference reference, string reason)
    {
        var lookup = reference.TryCreate();
        Assert.Null(lookup.Loss);
        Assert.Contains(reason, lookup.Missing, StringComparison.Ordinal);
    }
}
