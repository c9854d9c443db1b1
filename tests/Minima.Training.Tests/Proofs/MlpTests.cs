using Minima.Examples;
using Minima.Examples.Mlp;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>The perceptrons that stand beside scikit-learn's.</summary>
public sealed class MlpTests
{
    [SlowTheory]
    [InlineData("digits", 0.003, 1e-3, 30, 0.02)]
    [InlineData("breast-cancer", 0.001, 1e-5, 30, 0.02)]
    [InlineData("diabetes", 0.003, 0.1, 30, 0.03)]
    public void AreAboutAsGoodAsItsTunedOnesEvenAtOneSetting(string name, double rate, double penalty, int epochs, double lessAtMost)
    {
        var table = name switch { "digits" => BundledTable.Digits(), "diabetes" => BundledTable.Diabetes(), _ => BundledTable.BreastCancer() };
        var peers = PeerResult.Read().Results[name].Take(3).ToArray();
        var ours = peers.Select(peer => Split.Of(table, peer.Seed) is var split ? MlpTask.Scores(table, split.Training, split.Test, rate, penalty, [epochs], peer.Seed, decays: false)[0] : double.NaN).ToArray();
        Assert.True(ours.Average() > peers.Average(peer => peer.Score) - lessAtMost, $"{ours.Average()} beside {peers.Average(peer => peer.Score)}");
    }

    [SlowFact]
    public void TheSettingWithTheBestFoldsIsTaken()
    {
        var table = BundledTable.Diabetes();
        var first = MlpTuning.Run(table, Split.Of(table, 1), 1, decays: false);
        Assert.Equal(0.1, first.Setting.Penalty);
        Assert.InRange(first.Score, 0.4, 0.6);
    }

    [Fact]
    public void EveryTableHasTenSeedsOfThePeer()
    {
        var (version, results) = PeerResult.Read();
        Assert.NotEmpty(version);
        Assert.Equal("breast-cancer diabetes digits", string.Join(' ', results.Keys.Order(StringComparer.Ordinal)));
        Assert.All(results.Values, one => Assert.Equal(Enumerable.Range(1, 10), one.Select(peer => peer.Seed)));
    }
}
