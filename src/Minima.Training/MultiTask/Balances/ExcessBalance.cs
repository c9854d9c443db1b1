using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>ExcessMTL: weights grow with a task's remaining excess risk, estimated from its gradient relative to its past squared gradients.</summary>
internal sealed class ExcessBalance(double rate) : TaskBalance(KeyOf(typeof(ExcessRisk)))
{
    private const double Floor = 1e-7;

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var (tasks, width) = (step.Gradients.Shape[0], step.Gradients.Shape[1]);
        var history = Remembered("history", tasks * width, 0);
        var gradients = step.Gradients.ToArray();
        if (!State.ContainsKey("first")) State["first"] = First(gradients, tasks, width);
        var moved = new ExcessRisk(rate).Of(step.Gradients, Tensor.Of(history, [tasks, width]), SmallTensors.Of(Remembered("weights", tasks, 1)), SmallTensors.Of(Remembered("first", tasks, 1)));
        for (var i = 0; i < history.Length; i++) history[i] += gradients[i] * gradients[i];
        State["weights"] = moved.Values.ToArray();
        return new([.. State["weights"]]);
    }

    /// <summary>The initial excess risk of each task; 1 if it is 0.</summary>
    private static double[] First(double[] gradients, int tasks, int width)
    {
        var first = new double[tasks];
        for (var i = 0; i < gradients.Length; i++)
        {
            var square = gradients[i] * gradients[i];
            first[i / width] += square / Math.Sqrt(square + Floor);
        }

        return Array.ConvertAll(first, excess => excess == 0 ? 1 : excess);
    }
}
