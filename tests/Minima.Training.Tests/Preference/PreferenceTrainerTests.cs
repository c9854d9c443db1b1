using Minima.Training.Preference;

namespace Minima.Training.Tests.Preference;

/// <summary>Steps on pairs of answers.</summary>
public sealed class PreferenceTrainerTests
{
    private const int Words = 3;
    private const double Rate = 0.05;

    private static readonly Tensor Chosen = Tensor.Of([0, 1, 2, 1, 2, 0], [2, 3]);
    private static readonly Tensor Rejected = Tensor.Of([0, 2, 2, 1, 1, 1], [2, 3]);

    public static TheoryData<string> Names => [.. Objectives.Select(objective => objective.Name)];

    private static PreferenceObjective[] Objectives =>
    [
        PreferenceObjectives.ChosenOnly,
        PreferenceObjectives.Direct(0.3),
        PreferenceObjectives.Identity(0.3),
        PreferenceObjectives.Kahneman(0.3),
        PreferenceObjectives.Simple(1.5, 0.5),
        PreferenceObjectives.OddsRatio(0.7),
    ];

    /// <summary>Each loss against its formula on written-out log-probabilities; prompts are one token long.</summary>
    [Fact]
    public void LossesAreThoseOfTheirPapers()
    {
        var (policy, reference) = (TableModel.Random(Words, 2), TableModel.Random(Words, 1));
        double[] c = Whole(policy, Chosen), r = Whole(policy, Rejected), rc = Whole(reference, Chosen), rr = Whole(reference, Rejected);

        // Row 0's prompt with row 1's answer and the other way round.
        var others = Tensor.Of([0, 2, 0, 1, 1, 2], [2, 3]);
        var drift = Math.Max(0, Whole(policy, others).Zip(Whole(reference, others), (a, b) => a - b).Average());
        Assert.True(drift > 0, "the seeds give no drift: choose others");
        Near("SFT on chosen", k => -c[k] / 2);
        Near("DPO", k => -Math.Log(Sigmoid(0.3 * (c[k] - rc[k] - r[k] + rr[k]))));
        Near("IPO", k => Math.Pow(c[k] - rc[k] - r[k] + rr[k] - (1 / 0.6), 2));
        Near("KTO", k => 0.5 * (2 - Sigmoid(0.3 * (c[k] - rc[k] - drift)) - Sigmoid(0.3 * (drift - r[k] + rr[k]))));
        Near("SimPO", k => -Math.Log(Sigmoid((1.5 * (c[k] - r[k]) / 2) - 0.5)));
        Near("ORPO", k => (-c[k] / 2) - (0.7 * Math.Log(Sigmoid(LogOdds(c[k] / 2) - LogOdds(r[k] / 2)))));

        void Near(string name, Func<int, double> loss) => Assert.Equal((loss(0) + loss(1)) / 2, Step(name, policy.Copy(), reference).Loss, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsRaiseTheLeadAndLeaveTheReference(string name)
    {
        var reference = TableModel.Random(Words, 2);
        var before = reference.Parameters[0].Value.ToArray();
        var policy = reference.Copy();
        var trainer = Trainer(name, policy, reference);
        var first = trainer.Step(Chosen, Rejected);
        for (var step = 0; step < 30; step++) trainer.Step(Chosen, Rejected);
        Assert.True(trainer.Step(Chosen, Rejected).Lead > first.Lead, $"{name} did not raise the lead of chosen answers");
        Assert.Equal(before, reference.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void AccuracyCountsTiesHalf()
    {
        var even = new TableModel(new double[Words * Words], Words);
        Assert.Equal(0.5, Step("DPO", even, TableModel.Random(Words, 2)).Accuracy);
        var sure = new TableModel([0, 5, 0, 0, 0, 5, 5, 0, 0], Words);
        Assert.Equal(1, Step("DPO", sure, TableModel.Random(Words, 2)).Accuracy);
    }

    [Fact]
    public void IdentityStopsAtItsLead()
    {
        var reference = TableModel.Random(Words, 3);
        var policy = reference.Copy();
        var (chosen, rejected) = (Tensor.Of([0, 1], [1, 2]), Tensor.Of([0, 2], [1, 2]));
        var trainer = new PreferenceTrainer(policy, reference, PreferenceObjectives.Identity(0.5), new Sgd(policy.Parameters, 0.1));
        for (var step = 0; step < 300; step++) trainer.Step(chosen, rejected);
        var lead = Whole(policy, chosen)[0] - Whole(reference, chosen)[0] - Whole(policy, rejected)[0] + Whole(reference, rejected)[0];
        Assert.Equal(1, lead, 1e-6);
    }

    [Fact]
    public void BadPairsAndModelsAreRefused()
    {
        var (policy, reference) = (TableModel.Random(Words, 1), TableModel.Random(Words, 2));
        var trainer = Trainer("DPO", policy, reference);
        Assert.Contains("different prompts", Refused(() => trainer.Step(Chosen, Tensor.Of([0, 1, 2, 2, 2, 0], [2, 3]))), StringComparison.Ordinal);
        Assert.Contains("one shape", Refused(() => trainer.Step(Chosen, Tensor.Of([0, 1, 2], [1, 3]))), StringComparison.Ordinal);
        Assert.Contains("one shape", Refused(() => trainer.Step(Tensor.Of(Array.Empty<int>(), [0, 3]), Tensor.Of(Array.Empty<int>(), [0, 3]))), StringComparison.Ordinal);
        Assert.Contains("share parameters", Refused(() => Trainer("DPO", policy, policy)), StringComparison.Ordinal);
        Assert.Contains("policy.Parameters", Refused(() => new PreferenceTrainer(policy, reference, PreferenceObjectives.Direct(), new Sgd(reference.Parameters, Rate))), StringComparison.Ordinal);
        Assert.Contains("became", Refused(() => new PreferenceTrainer(policy, reference, new("endless", scores => scores.Chosen.Sum() * double.PositiveInfinity), new Sgd(policy.Parameters, Rate)).Step(Chosen, Rejected)), StringComparison.Ordinal);
    }

    /// <summary>The last number of a row is the reward; the loss is that of Bradley and Terry.</summary>
    [Fact]
    public void ARewardModelLearnsFromPairs()
    {
        var model = new TableModel([0.3, -0.2, 0.1], 1);
        Assert.Equal([0.1, 0.3], RewardTrainer.Of(model, Chosen).ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        var trainer = new RewardTrainer(model, new Sgd(model.Parameters, Rate));
        var expected = (Math.Log(1 + Math.Exp(0)) + Math.Log(1 + Math.Exp(-0.2 - 0.3))) / 2;
        Assert.Equal(expected, trainer.Step(Chosen, Rejected), 1e-12);
        for (var step = 0; step < 50; step++) trainer.Step(Chosen, Rejected);
        Assert.True(trainer.Step(Chosen, Rejected) < expected);
        Assert.Contains("[N, L, 1]", Refused(() => RewardTrainer.Of(TableModel.Random(Words, 1), Chosen)), StringComparison.Ordinal);
        Assert.Contains("became NaN", Refused(() => new RewardTrainer(new TableModel([double.NaN, 0, 0], 1), new Sgd(TableModel.Random(Words, 1).Parameters, Rate)).Step(Chosen, Rejected)), StringComparison.Ordinal);
    }

    private static PreferenceTrainer Trainer(string name, Module policy, Module reference) => new(policy, reference, Objectives.Single(objective => objective.Name == name), new Sgd(policy.Parameters, Rate));

    private static PreferenceStep Step(string name, Module policy, Module reference) => Trainer(name, policy, reference).Step(Chosen, Rejected);

    private static double[] Whole(Module model, Tensor tokens) => SequenceScores.Sum(SequenceScores.Tokens(model, tokens, 1)).ToArray();

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double LogOdds(double log) => log - Math.Log(1 - Math.Exp(log));

    private static string Refused(Action act) => Assert.Throws<TrainingException>(act).Message;

    private static string Refused(Func<object> act) => Assert.Throws<TrainingException>(act).Message;
}
