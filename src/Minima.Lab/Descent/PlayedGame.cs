using Minima.Lab.Generative;
using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.Descent;

/// <summary>A game on the ring under an optimizer.</summary>
/// <param name="Far">The final distance of samples from data; capped at that of an untrained generator, also if the game broke off.</param>
/// <param name="Violence">The 99th percentile of the norms of the generator's gradients over their median.</param>
internal readonly record struct PlayedGame(double Far, double Violence)
{
    public static PlayedGame Of(GanObjective objective, RivalOptimizer optimizer, double rate, Trial trial, int steps)
    {
        var game = new RingTraining(objective, parameters => optimizer.Make(parameters, rate), trial);
        var untrained = RingTraining.Distance(game.Draw(), trial);
        try
        {
            game.Run(steps, 1);
            return new(double.IsFinite(game.Far) ? Math.Min(game.Far, untrained) : untrained, game.Violence);
        }
        catch (TrainingException)
        {
            return new(untrained, double.NaN);
        }
    }
}
