using Minima.Tensors.Randomness;
using Minima.Training.SemiSupervised;

namespace Minima.Training.Tests.SemiSupervised;

/// <summary>Steps on few labels.</summary>
public sealed class SemiSupervisedTrainerTests
{
    private const int Classes = 2;

    private static readonly ImageAugmentation Same = new(1, 2);

    private static readonly Tensor Labelled = Tensor.Of([1f, 0.5f, -1, 0.25f], [2, 2]);
    private static readonly Tensor Labels = Tensor.Of([0, 1], [2]);
    private static readonly Tensor Unlabelled = Tensor.Of([5f, 0, 0, 0, 0, 5, -5, 5], [4, 2]);

    public static TheoryData<string> Names => [.. Methods.Select(method => method.Name)];

    private static SemiSupervisedMethod[] Methods =>
    [
        new SupervisedOnly(Same),
        new EntropyMinimizing(Same, 0.5),
        new PseudoLabelling(Same, 0.6),
        new FixMatching(Same, Same with { MostShift = 0 }, 0.6, 2),
        new MeanTeaching(Same, 3, 0.5),
        new MixMatching(Same, 4, 0.5, 0.75),
    ];

    /// <summary>Each loss of a step without changes of images, written out from the model's probabilities.</summary>
    [Fact]
    public void LossesAreThoseOfTheirPapers()
    {
        var model = Model(1);
        double[][] known = Probabilities(model, Labelled), others = Probabilities(model, Unlabelled);
        var supervised = -(Math.Log(known[0][0]) + Math.Log(known[1][1])) / 2;
        var entropy = others.Average(p => -p.Sum(x => x * Math.Log(x)));
        var sure = others.Sum(p => p.Max() >= 0.6 ? -Math.Log(p.Max()) : 0) / others.Length;
        Assert.True(sure > 0 && others.Any(p => p.Max() < 0.6), "the threshold divides nothing: choose another");
        Near("labels only", supervised);
        Near("entropy minimisation", supervised + (0.5 * entropy));
        Near("pseudo-labels", supervised + sure);
        Near("FixMatch", supervised + (2 * sure));

        // The teacher is the student still.
        Near("mean teacher", supervised);

        void Near(string name, double expected) => Assert.Equal(expected, Trainer(name, Model(1)).Step(Labelled, Labels, Unlabelled), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsLearnTheLabels(string name)
    {
        var model = Model(1);
        var trainer = Trainer(name, model);
        for (var step = 0; step < 200; step++) trainer.Step(Labelled, Labels, Unlabelled);
        using var average = trainer.Teacher.Apply();
        Assert.All(Probabilities(model, Labelled).Select((p, row) => p[row]), p => Assert.True(p > 0.8, $"{name}: the label has the probability {p}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SeedsDecideEverything(string name)
    {
        Assert.Equal(Trained(name), Trained(name));

        static double[] Trained(string name)
        {
            var model = Model(1);
            var trainer = Trainer(name, model);
            for (var step = 0; step < 4; step++) trainer.Step(Labelled, Labels, Unlabelled);
            return [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    /// <summary>Pulled by the teacher alone: behind the ramp, the loss is the mean squared difference of probabilities to those of the averaged weights.</summary>
    [Fact]
    public void TheTeacherIsTheAverageOfTheWeights()
    {
        var model = Model(1);
        var trainer = Trainer("mean teacher", model, steps: 4);
        for (var step = 0; step < 3; step++) trainer.Step(Labelled, Labels, Unlabelled);
        double[][] known = Probabilities(model, Labelled), student = Probabilities(model, Unlabelled), teacher;
        using (trainer.Teacher.Apply()) teacher = Probabilities(model, Unlabelled);
        var apart = student.Zip(teacher, (s, t) => s.Zip(t, (x, y) => (x - y) * (x - y)).Average()).Average();
        Assert.True(apart > 1e-6);
        Assert.Equal((-(Math.Log(known[0][0]) + Math.Log(known[1][1])) / 2) + (3 * apart), trainer.Step(Labelled, Labels, Unlabelled), 1e-5);
    }

    [Fact]
    public void WeightsRiseAsWritten()
    {
        Assert.Equal(Math.Exp(-5), MeanTeaching.RampUp(0), 1e-15);
        Assert.Equal(Math.Exp(-1.25), MeanTeaching.RampUp(0.5), 1e-15);
        Assert.Equal(1, MeanTeaching.RampUp(3));
    }

    /// <summary>Sure guesses pull an item that is changed strongly; where none is sure, only labels count.</summary>
    [Fact]
    public void FixMatchWaitsUntilItIsSure()
    {
        double Loss(double threshold) => new SemiSupervisedTrainer(Model(1), new Sgd(Model(1).Parameters, 0.1), new FixMatching(Same, Same with { Noise = 1 }, threshold), new RandomState(2)).Step(Labelled, Labels, Unlabelled);
        Assert.Equal(Trainer("labels only", Model(1)).Step(Labelled, Labels, Unlabelled), Loss(1), 1e-6);
        Assert.True(Loss(0.5) > Loss(1));
    }

    [Fact]
    public void BadRequestsAreRefused()
    {
        Assert.Contains("at least 1", Refused(() => Trainer("labels only", Model(1), steps: 0)), StringComparison.Ordinal);
        Assert.Contains("became", Refused(() => (object)Trainer("labels only", Model(1)).Step(Tensor.Of([float.NaN, 0, 0, 0], [2, 2]), Labels, Unlabelled)), StringComparison.Ordinal);
        Assert.Contains("Label 1", Refused(() => (object)Trainer("MixMatch", Model(1)).Step(Labelled, Tensor.Of([0, 2], [2]), Unlabelled)), StringComparison.Ordinal);
    }

    private static Sequential Model(ulong seed) => Models.Mlp(2, [6], Classes, new RandomState(seed), "tanh");

    private static SemiSupervisedTrainer Trainer(string name, Module model, int steps = 200) =>
        new(model, new Adam(model.Parameters, 0.02), Methods.Single(method => method.Name == name), new RandomState(7)) { Steps = steps };

    private static double[][] Probabilities(Module model, Tensor items)
    {
        using var silence = Autograd.NoGradient();
        return [.. model.Forward(items).Softmax(^1).ToArray().Chunk(Classes)];
    }

    private static string Refused(Func<object> act) => Assert.Throws<TrainingException>(act).Message;
}
