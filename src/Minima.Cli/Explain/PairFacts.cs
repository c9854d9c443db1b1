using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>The facts of a loss in a comparison with another, for losses of points and of rows of classes.</summary>
internal sealed class PairFacts
{
    private readonly bool _ofRows;

    public PairFacts(Loss loss, Tongue tongue)
    {
        _ofRows = RowAnalysis.CanAnalyse(loss);
        if (_ofRows)
        {
            var analysis = RowAnalysis.Of(loss);
            var facts = tongue.Chinese ? RowFactsText.Chinese : RowFactsText.English;
            var own = tongue.Chinese ? loss.Entry.ChineseKinks : loss.Entry.Kinks;
            Kinks = own.Length > 0 ? own : tongue.Say("none found", "未找到");
            Traits = [.. analysis.Traits.Select(t => new PairTrait(facts.Name(t.Trait), t.Verdict, ""))];
            Link = facts.Link(analysis.Link);
            Optimum = facts.Optimum(analysis.Link, loss.Entry.Inputs[1].Kind != InputKind.Row);
        }
        else if (LossAnalysis.CanAnalyse(loss))
        {
            var analysis = LossAnalysis.Of(loss);
            var facts = tongue.Chinese ? FactsText.Chinese : FactsText.English;
            var kinks = analysis.Kinks.Count + analysis.KinksElsewhere.Count == 0 ? tongue.Say("none", "无") : facts.Kinks(analysis);
            var jumps = facts.CurvatureJumps(analysis);
            var letters = analysis.Kinks.Count + analysis.CurvatureJumps.Count > 0 ? tongue.Say($" (with {facts.Letters(analysis)})", $"（{facts.Letters(analysis)}）") : "";
            Kinks = (jumps.Length == 0 ? kinks : kinks + tongue.Say($"; curvature jumps at {jumps}", $"；曲率在 {jumps} 处跳变")) + letters;
            Traits = [.. analysis.Traits.Select(t => new PairTrait(facts.Name(t.Trait), t.Verdict, facts.Constant(t)))];
            Link = facts.Link(analysis.Link);
            Optimum = facts.Functional(analysis);
        }
    }

    public string Kinks { get; } = "";

    public string Link { get; } = "";

    public string Optimum { get; } = "";

    public IReadOnlyList<PairTrait> Traits { get; } = [];

    /// <summary>Checks if the traits of both are of the same list.</summary>
    public bool IsLike(PairFacts other) => _ofRows == other._ofRows && Traits.Count > 0 && other.Traits.Count > 0;
}

/// <summary>A trait: its name, the verdict, and its constant.</summary>
internal sealed record PairTrait(string Name, TraitVerdict Verdict, string Constant)
{
    public bool Holds => Verdict == TraitVerdict.Proved;

    public bool Fails => Verdict == TraitVerdict.Refuted;
}
