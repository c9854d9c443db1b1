using Minima.Lab.Autoencoders;
using Minima.Lab.Sampling;
using Minima.Lab.Studies;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of codes and noise on digits holds on other seeds.</summary>
public sealed class AutoencoderTests
{
    [SlowFact]
    public void OneGaussianIsNearAndSeldomADigitAndAStrictBetaEmptiesTheCode()
    {
        var run = FindingRun.Of(2);
        var outcome = AutoencoderExperiment.Compared(run, new DigitJudge(run.Seed, 1500)).Run(run);
        var (nearer, surer) = (outcome.Compared(), outcome.Compared(new(fit => fit.Verdict.Sure)));
        Assert.All((string[])[AutoencoderExperiment.Plain, AutoencoderExperiment.Strict, AutoencoderExperiment.Weighted], name => Assert.True(nearer[name].Difference.Mean > 0.005, name));
        Assert.True(nearer["flow matching"].Difference.Mean < nearer.Where(one => one.Key != "flow matching").Min(one => one.Value.Difference.Mean));
        Assert.All(surer.Where(one => one.Key is not AutoencoderExperiment.Strict and not "DDPM"), one => Assert.True(one.Value.Difference.Mean > 0.02, one.Key));
        Assert.True(surer[AutoencoderExperiment.Strict].Difference.Mean < -0.1);

        // A nat of the code saves less than four, and more than one.
        var independent = run.JudgingSeeds.Average(seed => CodedFit.MeanDigit(new DigitSet(Trial.ToJudge(run, seed))).Nats);
        var plain = outcome[AutoencoderExperiment.Plain];
        Assert.InRange((independent - Mean(plain, fit => fit.One - fit.Rate)) / Mean(plain, fit => fit.Rate), 1.2, 3);
        Assert.True(Mean(outcome[AutoencoderExperiment.Strict], fit => fit.Rate) < 0.1);

        var bounds = AutoencoderExperiment.WithBounds(outcome).Compared();
        Assert.True(bounds[AutoencoderExperiment.Weighted].Difference.Mean < -0.1);
        Assert.True(bounds[AutoencoderExperiment.Loose].Difference.Mean > 0.5);
        Assert.True(bounds[AutoencoderExperiment.Strict].Difference.Mean > 0.5);
        var weighted = outcome[AutoencoderExperiment.Weighted];
        Assert.True(Mean(weighted, fit => fit.One) - Mean(weighted, fit => fit.Many) > Mean(plain, fit => fit.One) - Mean(plain, fit => fit.Many));
    }

    private static double Mean(StudiedMethod<CodedFit> method, Func<CodedFit, double> figure) => method.Over(figure).Mean;
}
