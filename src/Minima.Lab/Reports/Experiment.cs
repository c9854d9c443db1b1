namespace Minima.Lab;

/// <summary>One thing that losses do in concert, measured on small data against a baseline: what <c>minima lab NAME</c> runs. A new one is one class in <see cref="Experiments"/>.</summary>
internal abstract class Experiment
{
    /// <summary>The name that a user types.</summary>
    public abstract string Name { get; }

    /// <summary>The title of its section and picture.</summary>
    public abstract Words Title { get; }

    /// <summary>The result in a sentence or two without figures, for the contents of the page.</summary>
    public abstract Words Answer { get; }

    /// <summary>The setting in some sentences, without figures: data, model, methods and baseline.</summary>
    public abstract Words Setting { get; }

    /// <summary>The number of seeds that judge on its page, and by default.</summary>
    public virtual int Seeds => LabRun.DefaultSeeds;

    /// <summary>Runs it. The same seeds give the same report, to the last bit, on any number of threads.</summary>
    /// <param name="run">The size of the run, and its observers.</param>
    public abstract LabReport Run(LabRun run);
}
