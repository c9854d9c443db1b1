using Minima.Lab.Studies;

namespace Minima.Lab.Descent;

/// <summary>A network of a few units learns which of two inputs is on alone: the classical problem with local minima.</summary>
internal static class ExclusiveOr
{
    private const int Starts = 20;

    private static readonly float[] Inputs = [-1, -1, -1, 1, 1, -1, 1, 1];
    private static readonly float[] Targets = [0, 1, 1, 0];

    /// <summary>The proportion of starts after which all four rows are on the right side.</summary>
    public static double Learned(Trial trial, Escape way, int units, double rate, int steps)
    {
        var learned = 0;
        for (var start = 0; start < Starts; start++)
        {
            var random = new RandomState((ulong)trial.Seed).Fork($"start {start}");
            var best = Enumerable.Range(0, way.Tries).Select(_ => Fit(random, way, units, rate, steps / way.Tries)).MinBy(one => one.Loss);
            learned += best.IsRight ? 1 : 0;
        }

        return learned / (double)Starts;
    }

    private static (double Loss, bool IsRight) Fit(RandomState random, Escape way, int units, double rate, int steps)
    {
        var model = Models.Mlp(2, [units], 1, random, "tanh");
        var optimizer = way.Optimizer(model.Parameters, rate);
        var loss = Loss.Create("bce_with_logits");
        var (inputs, targets) = (Tensor.Of(Inputs, [4, 2]), Tensor.Of(Targets, [4]));
        var schedule = new PolynomialSchedule(steps);
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            var row = way.IsFewRows ? random.NextInt(4) : -1;
            var (x, t) = row < 0 ? (inputs, targets) : (inputs.Slice(0, row, 1), targets.Slice(0, row, 1));
            loss.Apply(model.Forward(x).Reshape(t.Shape), t).Backward();
            optimizer.Step();
            if (way.HasNoise) Shake(model, random, schedule.At(step));
        }

        var logits = Fitting.Outputs(() => model.Forward(inputs));
        var error = logits.Zip(Targets, (logit, target) => Math.Log(1 + Math.Exp(target > 0 ? -logit : logit))).Average();
        return (error, logits.Zip(Targets, (logit, target) => logit > 0 == target > 0).All(right => right));
    }

    private static void Shake(Module model, RandomState random, double left)
    {
        foreach (var parameter in model.Parameters)
        {
            foreach (ref var weight in parameter.Value.Write<float>()) weight += (float)(Escape.Shaking / 10 * left * random.NextNormal());
        }
    }
}
