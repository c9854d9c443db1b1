using System.Globalization;

namespace Minima.Distributed;

/// <summary>Training on several processes and machines with Open MPI.</summary>
/// <example><code>
/// using var group = Mpi.Start();
/// var trainer = new Trainer(model, objective, optimizer) { Slices = 8, Distributed = group };
/// trainer.Fit(rows);
/// </code></example>
/// <remarks>Start the program with <c>mpirun -n 4</c> or <c>srun --mpi=pmix -n 4</c>. Without a launcher it is a group of one.</remarks>
public static class Mpi
{
    /// <summary>The default time after which a silent rank counts as hanging: a thread of each rank sends twice a second.</summary>
    public static readonly TimeSpan UsualSilence = TimeSpan.FromSeconds(5);

    /// <summary>Joins the processes that the launcher started. Call it once in a process, before any trainer runs.</summary>
    /// <param name="silence">The time after which a silent rank counts as hanging and all others end; <see cref="UsualSilence"/> by default.</param>
    /// <exception cref="ProcessGroupException">Open MPI is missing, the library is another MPI, MPI was already started, or the ranks cannot reach each other.</exception>
    public static MpiGroup Start(TimeSpan? silence = null)
    {
        var library = MpiLibrary.Load();

        // Open MPI would print advice for its packager, and end the process.
        if (Has("SLURM_STEP_ID") && !Has("PMIX_RANK") && !Has("PMI_RANK")) throw new ProcessGroupException("srun started this process without PMIx, by which ranks find each other. Start with srun --mpi=pmix, or with Open MPI's mpirun.");

        // Otherwise its signal handlers would precede those by which .NET makes exceptions.
        NativeProcess.SetVariable("OMPI_MCA_opal_signal", "");

        // Containers may forbid reading the memory of another process; Open MPI would then warn in every run.
        NativeProcess.SetVariable("OMPI_MCA_btl_vader_single_copy_mechanism", "none");
        library.Start();
        var (rank, ranks) = library.Place();
        if (ranks == 1 && int.TryParse(Environment.GetEnvironmentVariable("PMI_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1) throw new ProcessGroupException($"The launcher started {count} processes, and each finds itself alone: it is not the launcher of the Open MPI library that was loaded. Start with Open MPI's mpirun, or with srun --mpi=pmix.");
        return new MpiGroup(library, rank, ranks, silence ?? UsualSilence);
    }

    private static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is not null;
}
