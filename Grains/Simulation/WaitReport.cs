using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>How long jobs of a priority waited, all their stages together, in seconds.</summary>
/// <param name="Fairness">Jain's index over its users of what each was given against a max-min fair share of what its priority was given; 1 is perfectly fair.</param>
/// <param name="BestUserMean">Mean wait of the user who waited least.</param>
/// <param name="WorstUserMean">Mean wait of the user who waited most.</param>
public sealed record WaitReport(
    GenerationPriority Priority, int Users, int Jobs, double Mean, double P50, double P95, double P99, double Max, double Fairness, double BestUserMean, double WorstUserMean);
